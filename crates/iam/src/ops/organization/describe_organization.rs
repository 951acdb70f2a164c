//! `DescribeOrganization`.

use super::create_organization::OrganizationResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, OrganizationShape};
use serde::Deserialize;

/// Tells the organization of the caller's account, whichever member that is.
///
/// Permission: `organizations:DescribeOrganization` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct DescribeOrganization {}

impl Operation for DescribeOrganization {
    const NAME: &'static str = "DescribeOrganization";
    const EXAMPLE: &'static str = "
        root DescribeOrganization -> 400 AWSOrganizationsNotInUseException Your account is not a member of an organization.
        root CreateOrganization -> set id=Organization.Id
        root DescribeOrganization -> Organization.Id=$id & Organization.AvailablePolicyTypes.1.Status=ENABLED
    ";
    type Output = OrganizationResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "organizations:DescribeOrganization",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<OrganizationResult>, Error> {
        Outcome::read(OrganizationResult {
            organization: OrganizationShape::of(organizations::organization(cx)?),
        })
    }
}
