//! `EnableAWSServiceAccess`.

use super::service;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, OrganizationChange, Refused};
use serde::Deserialize;

/// Notes that a service may act in the organization. Nothing else follows here: no such service runs.
///
/// Permission: `organizations:EnableAWSServiceAccess` on `*`, with `organizations:ServicePrincipal`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EnableAWSServiceAccess {
    service_principal: String,
}

impl Operation for EnableAWSServiceAccess {
    const NAME: &'static str = "EnableAWSServiceAccess";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> unchanged
        root ListAWSServiceAccessForOrganization -> EnabledServicePrincipals.1.ServicePrincipal=access-analyzer.amazonaws.com
        root EnableAWSServiceAccess ServicePrincipal= -> 400 InvalidInputException
        root EnableAWSServiceAccess ServicePrincipal=none.amazonaws.com -> 400 InvalidInputException You specified an unrecognized service principal.
        root EnableAWSServiceAccess ServicePrincipal=config -> 400 InvalidInputException You specified an unrecognized service principal.
        root EnableAWSServiceAccess ServicePrincipal=license-manager.member-account.amazonaws.com -> ok
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        service::permissions(
            cx,
            "organizations:EnableAWSServiceAccess",
            &self.service_principal,
            |_| "*".into(),
        )
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        if !organization.all_features {
            return Err(Refused::UnsupportedFeatures.error());
        }
        service::recognized(cx, organization, &self.service_principal)?;
        let service = self.service_principal.clone();
        if organization.services.contains_key(&service) {
            return Outcome::read(());
        }
        organizations::changed(
            organization,
            OrganizationChange::ServiceEnabled { service },
            (),
        )
    }
}
