//! `MoveAccount` of the service `portcullis`.

use super::only::operator_only;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, OrganizationChange};
use crate::{AccountId, Error};
use serde::Deserialize;

/// Moves an account within its organization, to the root or to a unit; what binds there binds it at once.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MoveAccount {
    account_id: String,
    parent_id: String,
}

impl Operation for MoveAccount {
    const NAME: &'static str = "MoveAccount";
    const EXAMPLE: &'static str = r#"
        root organizations:CreateOrganization -> ok
        root organizations:ListRoots -> set r=Roots.1.Id
        root organizations:CreateOrganizationalUnit ParentId=$r Name=prod -> set ou=OrganizationalUnit.Id
        root MoveAccount AccountId=123456789012 ParentId=$ou -> ok
        root organizations:ListParents ChildId=123456789012 -> Parents.1.Id=$ou
        root MoveAccount AccountId=123456789012 ParentId=$ou -> unchanged
        root MoveAccount AccountId=123456789012 ParentId=ou-none -> 404 NoSuchEntity The organization has no root or unit ou-none.
        root MoveAccount AccountId=111111111111 ParentId=$ou -> 404 NoSuchEntity The account 111111111111 is in no organization.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account: AccountId = self.account_id.parse().map_err(Error::validation_error)?;
        let Some((organization, member)) = cx.state.membership(account) else {
            return Err(Error::no_such_entity(format!(
                "The account {account} is in no organization."
            )));
        };
        let parent = &self.parent_id;
        if !organization.is_container(parent) {
            return Err(Error::no_such_entity(format!(
                "The organization has no root or unit {parent}."
            )));
        }
        if member.parent == parent.as_str() {
            return Outcome::read(());
        }
        let parent = parent.clone();
        organizations::changed(
            organization,
            OrganizationChange::AccountMoved { account, parent },
            (),
        )
    }
}
