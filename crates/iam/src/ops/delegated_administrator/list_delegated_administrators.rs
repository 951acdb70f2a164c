//! `ListDelegatedAdministrators`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, AccountShape, OrganizationPage};
use crate::state::Member;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Lists the accounts that administer a service, or any, by id.
///
/// Permission: `organizations:ListDelegatedAdministrators` on `*`, with `organizations:ServicePrincipal`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDelegatedAdministrators {
    service_principal: Option<String>,
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of accounts.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDelegatedAdministratorsResult {
    delegated_administrators: Vec<AccountShape>,
    next_token: Option<String>,
}

impl Operation for ListDelegatedAdministrators {
    const NAME: &'static str = "ListDelegatedAdministrators";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root RegisterDelegatedAdministrator AccountId=$acc ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root ListDelegatedAdministrators -> DelegatedAdministrators.1.Id=$acc
        root ListDelegatedAdministrators ServicePrincipal=other.amazonaws.com -> !DelegatedAdministrators.1
        root ListDelegatedAdministrators NextToken=other! -> 400 InvalidInputException
    "#;
    type Output = ListDelegatedAdministratorsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListDelegatedAdministrators",
            |_| "*".into(),
        )?;
        let service = self.service_principal.as_ref();
        Ok(vec![
            permission.with_some("organizations:ServicePrincipal", service),
        ])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<ListDelegatedAdministratorsResult>, Error> {
        let organization = organizations::organization(cx)?;
        let since = |member: &Member| match &self.service_principal {
            Some(service) => member.administers.get(service).copied(),
            None => member.administers.values().min().copied(),
        };
        let members = organization.members.values();
        let administrators = members.filter_map(|member| Some((member, since(member)?)));
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(administrators, |(member, _)| member.account.to_string())?;
        let shape = |(member, since): (&Arc<Member>, Timestamp)| {
            AccountShape::of(cx.state, organization, member, cx.now).delegated(since)
        };
        Outcome::read(ListDelegatedAdministratorsResult {
            delegated_administrators: paged.items.into_iter().map(shape).collect(),
            next_token: paged.marker,
        })
    }
}
