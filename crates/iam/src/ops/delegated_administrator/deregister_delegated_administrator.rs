//! `DeregisterDelegatedAdministrator`.

use super::service;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, OrganizationChange, Refused, arn};
use serde::Deserialize;

/// Takes the administration of a service from an account.
///
/// Permission: `organizations:DeregisterDelegatedAdministrator` on the account, with `organizations:ServicePrincipal`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeregisterDelegatedAdministrator {
    account_id: String,
    service_principal: String,
}

impl Operation for DeregisterDelegatedAdministrator {
    const NAME: &'static str = "DeregisterDelegatedAdministrator";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root RegisterDelegatedAdministrator AccountId=$acc ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root DeregisterDelegatedAdministrator AccountId=$acc ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root DeregisterDelegatedAdministrator AccountId=$acc ServicePrincipal=access-analyzer.amazonaws.com -> 400 AccountNotRegisteredException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        service::permissions(
            cx,
            "organizations:DeregisterDelegatedAdministrator",
            &self.service_principal,
            |organization| arn::account(organization, &self.account_id),
        )
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let member = organizations::member(organization, &self.account_id)?;
        if !member.administers.contains_key(&self.service_principal) {
            return Err(Refused::NoAdministrator.error());
        }
        organizations::changed(
            organization,
            OrganizationChange::AdministratorDeregistered {
                account: member.account,
                service: self.service_principal.clone(),
            },
            (),
        )
    }
}
