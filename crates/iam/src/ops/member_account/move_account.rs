//! `MoveAccount`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused, arn};
use serde::Deserialize;

/// Moves an account from the root or a unit to another, at once with all policies that bind it there.
///
/// Permission: `organizations:MoveAccount` on the account, on where it is and on where it goes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MoveAccount {
    account_id: String,
    source_parent_id: String,
    destination_parent_id: String,
}

impl Operation for MoveAccount {
    const NAME: &'static str = "MoveAccount";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root CreateOrganizationalUnit ParentId=$r Name=prod -> set ou=OrganizationalUnit.Id
        root MoveAccount AccountId=$acc SourceParentId=$r DestinationParentId=$ou -> ok
        root ListParents ChildId=$acc -> Parents.1.Id=$ou
        root MoveAccount AccountId=$acc SourceParentId=$r DestinationParentId=$ou -> 400 DuplicateAccountException That account is already present in the specified destination.
        root MoveAccount AccountId=$acc SourceParentId=$r DestinationParentId=$r -> 400 SourceParentNotFoundException You specified a source parent that doesn't exist.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let places = [
            &self.account_id,
            &self.source_parent_id,
            &self.destination_parent_id,
        ];
        let permission = |id: &String| {
            organizations::permission(
                cx,
                Access::Management,
                "organizations:MoveAccount",
                |organization| arn::place(organization, id),
            )
        };
        places.into_iter().map(permission).collect()
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let member = organizations::member(organization, &self.account_id)?;
        if !organization.is_container(&self.destination_parent_id) {
            return Err(Refused::DestinationNotFound.error());
        }
        if member.parent == self.destination_parent_id && self.source_parent_id != member.parent {
            return Err(Refused::DuplicateAccount.error());
        }
        if member.parent != self.source_parent_id {
            return Err(Refused::SourceNotFound.error());
        }
        if member.parent == self.destination_parent_id {
            return Err(Refused::DuplicateAccount.error());
        }
        organizations::changed(
            organization,
            OrganizationChange::AccountMoved {
                account: member.account,
                parent: self.destination_parent_id.clone(),
            },
            (),
        )
    }
}
