//! `DeleteOrganization`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused};
use serde::Deserialize;

/// Ends the organization; its management account is the only one left.
///
/// Permission: `organizations:DeleteOrganization` on `*`, in the management account.
#[derive(Debug, Deserialize)]
pub(crate) struct DeleteOrganization {}

impl Operation for DeleteOrganization {
    const NAME: &'static str = "DeleteOrganization";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root DeleteOrganization -> ok
        root DeleteOrganization -> 400 AWSOrganizationsNotInUseException Your account is not a member of an organization.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:DeleteOrganization",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        if organization.members.len() > 1 {
            return Err(Refused::NotEmpty.error());
        }
        let management = organizations::member(organization, &organization.management.to_string())?;
        Ok(organizations::left(
            organization,
            management,
            OrganizationChange::Deleted,
        ))
    }
}
