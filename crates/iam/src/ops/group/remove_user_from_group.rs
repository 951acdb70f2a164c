//! `RemoveUserFromGroup`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::name::NameKey;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use serde::Deserialize;

/// Takes a user out of a group, whose policies then no longer count for him. Whoever is not in it stays so, and nothing is refused:
/// reports of AWS's users have it so.
///
/// Permission: `iam:RemoveUserFromGroup` on the group's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RemoveUserFromGroup {
    group_name: String,
    user_name: String,
}

impl Operation for RemoveUserFromGroup {
    const NAME: &'static str = "RemoveUserFromGroup";
    const EXAMPLE: &'static str = "
        root CreateGroup GroupName=Readers -> ok
        root CreateUser UserName=Bob -> ok
        root AddUserToGroup GroupName=Readers UserName=Bob -> ok
        root RemoveUserFromGroup GroupName=readers UserName=bob -> ok
        root ListGroupsForUser UserName=Bob -> !ListGroupsForUserResult.Groups.1
        root RemoveUserFromGroup GroupName=Readers UserName=Bob -> unchanged
        root RemoveUserFromGroup GroupName=Readers UserName=Ann -> 404 NoSuchEntity The user with name Ann cannot be found.
        root RemoveUserFromGroup GroupName=Others UserName=Bob -> 404 NoSuchEntity The group with name Others cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_group(
            cx,
            "iam:RemoveUserFromGroup",
            &self.group_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account = cx.account();
        let group = existence::group(account, &self.group_name)?;
        let user = existence::user(account, &self.user_name)?;
        if !user.groups.contains(&NameKey::of(&group.name)) {
            return Outcome::read(());
        }
        let event = Event::UserRemovedFromGroup {
            group: group.name.to_string(),
            user: user.name.to_string(),
        };
        Outcome::event(event, ())
    }
}
