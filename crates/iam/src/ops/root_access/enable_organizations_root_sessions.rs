//! `EnableOrganizationsRootSessions`.

use super::features::{self, OrganizationFeatures};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::RootFeature;
use serde::Deserialize;

/// Lets those who see to the roots of the organization see to resources of member accounts that only their roots can unlock, by `AssumeRoot`. The management account may,
/// once the organization lets IAM act in it.
///
/// Permission: `iam:EnableOrganizationsRootSessions` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct EnableOrganizationsRootSessions {}

impl Operation for EnableOrganizationsRootSessions {
    const NAME: &'static str = "EnableOrganizationsRootSessions";
    const EXAMPLE: &'static str = "
        root EnableOrganizationsRootSessions -> 400 OrganizationNotFoundException The request was rejected because no organization is associated with your account.
        root organizations:CreateOrganization -> set org=Organization.Id
        root EnableOrganizationsRootSessions -> 400 ServiceAccessNotEnabledException
        root organizations:EnableAWSServiceAccess ServicePrincipal=iam.amazonaws.com -> ok
        root EnableOrganizationsRootSessions -> EnableOrganizationsRootSessionsResult.OrganizationId=$org & EnableOrganizationsRootSessionsResult.EnabledFeatures.1=RootSessions
        root EnableOrganizationsRootSessions -> unchanged
    ";
    type Output = OrganizationFeatures;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(features::permission(
            cx,
            "iam:EnableOrganizationsRootSessions",
        ))
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<OrganizationFeatures>, Error> {
        features::enable(cx, RootFeature::RootSessions)
    }
}
