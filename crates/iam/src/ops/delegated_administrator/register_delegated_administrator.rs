//! `RegisterDelegatedAdministrator`.

use super::service;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, OrganizationChange, Refused, arn};
use serde::Deserialize;

/// Lets a member account administer a service that may act in the organization: it may read what the organization is.
///
/// Permission: `organizations:RegisterDelegatedAdministrator` on the account, with `organizations:ServicePrincipal`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RegisterDelegatedAdministrator {
    account_id: String,
    service_principal: String,
}

impl Operation for RegisterDelegatedAdministrator {
    const NAME: &'static str = "RegisterDelegatedAdministrator";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root RegisterDelegatedAdministrator AccountId=$acc ServicePrincipal=access-analyzer.amazonaws.com -> 400 ConstraintViolationException
        root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root RegisterDelegatedAdministrator AccountId=$acc ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root RegisterDelegatedAdministrator AccountId=$acc ServicePrincipal=access-analyzer.amazonaws.com -> 400 AccountAlreadyRegisteredException
        root RegisterDelegatedAdministrator AccountId=$acc ServicePrincipal=none.amazonaws.com -> 400 InvalidInputException You specified an unrecognized service principal.
        root RegisterDelegatedAdministrator AccountId=123456789012 ServicePrincipal=access-analyzer.amazonaws.com -> 400 ConstraintViolationException
        root RemoveAccountFromOrganization AccountId=$acc -> 400 ConstraintViolationException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        service::permissions(
            cx,
            "organizations:RegisterDelegatedAdministrator",
            &self.service_principal,
            |organization| arn::account(organization, &self.account_id),
        )
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        service::recognized(cx, organization, &self.service_principal)?;
        let member = organizations::member(organization, &self.account_id)?;
        let account = member.account;
        if account == organization.management {
            return Err(Refused::ManagementAdministers.error());
        }
        if member.closed.is_some() {
            return Err(Refused::SuspendedAdministers.error());
        }
        if member.administers.contains_key(&self.service_principal) {
            return Err(Refused::AlreadyAdministrator.error());
        }
        if !organization.services.contains_key(&self.service_principal) {
            return Err(Refused::ServiceNotEnabled.error());
        }
        let service = self.service_principal.clone();
        organizations::changed(
            organization,
            OrganizationChange::AdministratorRegistered { account, service },
            (),
        )
    }
}
