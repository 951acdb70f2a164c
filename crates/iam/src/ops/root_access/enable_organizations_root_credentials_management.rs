//! `EnableOrganizationsRootCredentialsManagement`.

use super::features::{self, OrganizationFeatures};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::RootFeature;
use serde::Deserialize;

/// Lets those who see to the roots of the organization see to what the roots of member accounts sign in with, by `AssumeRoot`. The management account may,
/// once the organization lets IAM act in it.
///
/// Permission: `iam:EnableOrganizationsRootCredentialsManagement` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct EnableOrganizationsRootCredentialsManagement {}

impl Operation for EnableOrganizationsRootCredentialsManagement {
    const NAME: &'static str = "EnableOrganizationsRootCredentialsManagement";
    const EXAMPLE: &'static str = "
        root EnableOrganizationsRootCredentialsManagement -> 400 OrganizationNotFoundException The request was rejected because no organization is associated with your account.
        root organizations:CreateOrganization -> set org=Organization.Id
        root EnableOrganizationsRootCredentialsManagement -> 400 ServiceAccessNotEnabledException
        root organizations:EnableAWSServiceAccess ServicePrincipal=iam.amazonaws.com -> ok
        root EnableOrganizationsRootCredentialsManagement -> EnableOrganizationsRootCredentialsManagementResult.OrganizationId=$org & EnableOrganizationsRootCredentialsManagementResult.EnabledFeatures.1=RootCredentialsManagement
        root EnableOrganizationsRootCredentialsManagement -> unchanged
    ";
    type Output = OrganizationFeatures;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(features::permission(
            cx,
            "iam:EnableOrganizationsRootCredentialsManagement",
        ))
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<OrganizationFeatures>, Error> {
        features::enable(cx, RootFeature::RootCredentialsManagement)
    }
}
