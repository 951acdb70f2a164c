//! `DisableOrganizationsRootCredentialsManagement`.

use super::features::{self, OrganizationFeatures};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::RootFeature;
use serde::Deserialize;

/// Ends what `EnableOrganizationsRootCredentialsManagement` began; sessions that were given go on until they expire (S-63).
///
/// Permission: `iam:DisableOrganizationsRootCredentialsManagement` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct DisableOrganizationsRootCredentialsManagement {}

impl Operation for DisableOrganizationsRootCredentialsManagement {
    const NAME: &'static str = "DisableOrganizationsRootCredentialsManagement";
    const EXAMPLE: &'static str = "
        root DisableOrganizationsRootCredentialsManagement -> 400 OrganizationNotFoundException
        root organizations:CreateOrganization -> set org=Organization.Id
        root organizations:EnableAWSServiceAccess ServicePrincipal=iam.amazonaws.com -> ok
        root EnableOrganizationsRootCredentialsManagement -> ok
        root DisableOrganizationsRootCredentialsManagement -> DisableOrganizationsRootCredentialsManagementResult.OrganizationId=$org & !DisableOrganizationsRootCredentialsManagementResult.EnabledFeatures.1
        root DisableOrganizationsRootCredentialsManagement -> unchanged
    ";
    type Output = OrganizationFeatures;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(features::permission(
            cx,
            "iam:DisableOrganizationsRootCredentialsManagement",
        ))
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<OrganizationFeatures>, Error> {
        features::disable(cx, RootFeature::RootCredentialsManagement)
    }
}
