//! `ListDelegatedServicesForAccount`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage, Refused, arn};
use serde::{Deserialize, Serialize};

/// Lists the services that an account administers, by name.
///
/// Permission: `organizations:ListDelegatedServicesForAccount` on the account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDelegatedServicesForAccount {
    account_id: String,
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of services.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDelegatedServicesResult {
    delegated_services: Vec<DelegatedService>,
    next_token: Option<String>,
}

/// AWS's `DelegatedService`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DelegatedService {
    service_principal: String,
    delegation_enabled_date: f64,
}

impl Operation for ListDelegatedServicesForAccount {
    const NAME: &'static str = "ListDelegatedServicesForAccount";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root RegisterDelegatedAdministrator AccountId=$acc ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root ListDelegatedServicesForAccount AccountId=$acc -> DelegatedServices.1.ServicePrincipal=access-analyzer.amazonaws.com
        root ListDelegatedServicesForAccount AccountId=111111111111 -> 400 AccountNotFoundException
    "#;
    type Output = ListDelegatedServicesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListDelegatedServicesForAccount",
            |organization| arn::account(organization, &self.account_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListDelegatedServicesResult>, Error> {
        let organization = organizations::organization(cx)?;
        let member = organizations::member(organization, &self.account_id)?;
        if member.administers.is_empty() {
            return Err(Refused::NoAdministrator.error());
        }
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(member.administers.iter(), |(service, _)| (*service).clone())?;
        let services = paged.items.into_iter();
        let services = services.map(|(service, since)| DelegatedService {
            service_principal: service.clone(),
            delegation_enabled_date: organizations::seconds(*since),
        });
        Outcome::read(ListDelegatedServicesResult {
            delegated_services: services.collect(),
            next_token: paged.marker,
        })
    }
}
