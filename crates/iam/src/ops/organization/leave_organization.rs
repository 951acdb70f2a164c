//! `LeaveOrganization`.

use super::super::member_account::departure;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations;
use serde::Deserialize;

/// Takes the caller's own account out of its organization. One that the organization made must be four days old.
///
/// Permission: `organizations:LeaveOrganization` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct LeaveOrganization {}

impl Operation for LeaveOrganization {
    const NAME: &'static str = "LeaveOrganization";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root LeaveOrganization -> 400 MasterCannotLeaveOrganizationException You can't remove a management account from an organization.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "organizations:LeaveOrganization",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        departure(cx, organization, &cx.account().id.to_string())
    }
}
