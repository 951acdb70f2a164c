//! `DisableOrganizationsRootSessions`.

use super::features::{self, OrganizationFeatures};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::RootFeature;
use serde::Deserialize;

/// Ends what `EnableOrganizationsRootSessions` began; sessions that were given go on until they expire (S-63).
///
/// Permission: `iam:DisableOrganizationsRootSessions` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct DisableOrganizationsRootSessions {}

impl Operation for DisableOrganizationsRootSessions {
    const NAME: &'static str = "DisableOrganizationsRootSessions";
    const EXAMPLE: &'static str = "
        root DisableOrganizationsRootSessions -> 400 OrganizationNotFoundException
        root organizations:CreateOrganization -> set org=Organization.Id
        root organizations:EnableAWSServiceAccess ServicePrincipal=iam.amazonaws.com -> ok
        root EnableOrganizationsRootSessions -> ok
        root DisableOrganizationsRootSessions -> DisableOrganizationsRootSessionsResult.OrganizationId=$org & !DisableOrganizationsRootSessionsResult.EnabledFeatures.1
        root DisableOrganizationsRootSessions -> unchanged
    ";
    type Output = OrganizationFeatures;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(features::permission(
            cx,
            "iam:DisableOrganizationsRootSessions",
        ))
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<OrganizationFeatures>, Error> {
        features::disable(cx, RootFeature::RootSessions)
    }
}
