//! `DeleteResourcePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused};
use serde::Deserialize;

/// Deletes the resource-based policy of the organization.
///
/// Permission: `organizations:DeleteResourcePolicy` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct DeleteResourcePolicy {}

impl Operation for DeleteResourcePolicy {
    const NAME: &'static str = "DeleteResourcePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"organizations:ListAccounts","Resource":"*"}}' -> ok
        root DeleteResourcePolicy -> ok
        root DeleteResourcePolicy -> 400 ResourcePolicyNotFoundException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:DeleteResourcePolicy",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        if organization.resource_policy.is_none() {
            return Err(Refused::ResourcePolicyNotFound.error());
        }
        organizations::changed(organization, OrganizationChange::ResourcePolicyDeleted, ())
    }
}
