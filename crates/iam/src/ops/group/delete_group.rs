//! `DeleteGroup`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use serde::Deserialize;

/// Deletes a group that has no members and no policies any more.
///
/// Permission: `iam:DeleteGroup` on the group's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteGroup {
    group_name: String,
}

impl Operation for DeleteGroup {
    const NAME: &'static str = "DeleteGroup";
    const EXAMPLE: &'static str = "
        root CreateGroup GroupName=Readers -> ok
        root CreateUser UserName=Bob -> ok
        root AddUserToGroup GroupName=Readers UserName=Bob -> ok
        root DeleteGroup GroupName=Readers -> 409 DeleteConflict Cannot delete entity, must remove users from group first.
        root RemoveUserFromGroup GroupName=Readers UserName=Bob -> ok
        root DeleteGroup GroupName=Readers -> ok
        root DeleteGroup GroupName=Readers -> 404 NoSuchEntity The group with name Readers cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_group(
            cx,
            "iam:DeleteGroup",
            &self.group_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let group = existence::group(cx.account(), &self.group_name)?;
        if !group.members.is_empty() {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must remove users from group first.",
            ));
        }
        existence::no_policies(&group.attachments)?;
        let name = group.name.to_string();
        Outcome::event(Event::GroupDeleted { name }, ())
    }
}
