//! `DisableAWSServiceAccess`.

use super::service;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, OrganizationChange};
use serde::Deserialize;

/// Takes a service's access back; that it had none is no error.
///
/// Permission: `organizations:DisableAWSServiceAccess` on `*`, with `organizations:ServicePrincipal`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DisableAWSServiceAccess {
    service_principal: String,
}

impl Operation for DisableAWSServiceAccess {
    const NAME: &'static str = "DisableAWSServiceAccess";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root DisableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root ListAWSServiceAccessForOrganization -> !EnabledServicePrincipals.1
        root DisableAWSServiceAccess ServicePrincipal= -> 400 InvalidInputException
        root DisableAWSServiceAccess ServicePrincipal=none.amazonaws.com -> 400 InvalidInputException You specified an unrecognized service principal.
        root portcullis:AddService ServiceName=shop.example.com -> ok
        root EnableAWSServiceAccess ServicePrincipal=shop.example.com -> ok
        root portcullis:RemoveService ServiceName=shop.example.com -> ok
        root DisableAWSServiceAccess ServicePrincipal=shop.example.com -> ok
        root DisableAWSServiceAccess ServicePrincipal=shop.example.com -> 400 InvalidInputException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        service::permissions(
            cx,
            "organizations:DisableAWSServiceAccess",
            &self.service_principal,
            |_| "*".into(),
        )
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        service::recognized(cx, organization, &self.service_principal)?;
        let service = self.service_principal.clone();
        if !organization.services.contains_key(&service) {
            return Outcome::read(());
        }
        organizations::changed(
            organization,
            OrganizationChange::ServiceDisabled { service },
            (),
        )
    }
}
