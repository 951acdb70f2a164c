//! `ListOrganizationsFeatures`.

use super::features::{self, OrganizationFeatures};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Lists the features of centralized root access that are enabled.
///
/// Permission: `iam:ListOrganizationsFeatures` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct ListOrganizationsFeatures {}

impl Operation for ListOrganizationsFeatures {
    const NAME: &'static str = "ListOrganizationsFeatures";
    const EXAMPLE: &'static str = "
        root ListOrganizationsFeatures -> 400 OrganizationNotFoundException
        root organizations:CreateOrganization -> set org=Organization.Id
        root organizations:EnableAWSServiceAccess ServicePrincipal=iam.amazonaws.com -> ok
        root ListOrganizationsFeatures -> ListOrganizationsFeaturesResult.OrganizationId=$org & !ListOrganizationsFeaturesResult.EnabledFeatures.1
        root EnableOrganizationsRootSessions -> ok
        root EnableOrganizationsRootCredentialsManagement -> ok
        root ListOrganizationsFeatures -> ListOrganizationsFeaturesResult.EnabledFeatures.1=RootCredentialsManagement & ListOrganizationsFeaturesResult.EnabledFeatures.2=RootSessions
    ";
    type Output = OrganizationFeatures;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(features::permission(cx, "iam:ListOrganizationsFeatures"))
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<OrganizationFeatures>, Error> {
        features::list(cx)
    }
}
