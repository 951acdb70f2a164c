//! `AddUserToGroup`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::name::NameKey;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use serde::Deserialize;

/// Puts a user into a group, whose policies then count for him at once. Doing it twice is no error.
///
/// Permission: `iam:AddUserToGroup` on the group's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddUserToGroup {
    group_name: String,
    user_name: String,
}

impl Operation for AddUserToGroup {
    const NAME: &'static str = "AddUserToGroup";
    const EXAMPLE: &'static str = "
        root CreateGroup GroupName=Readers -> ok
        root CreateUser UserName=Bob -> ok
        root AddUserToGroup GroupName=Readers UserName=Bob -> ok
        root AddUserToGroup GroupName=Readers UserName=Bob -> ok
        root GetGroup GroupName=Readers -> GetGroupResult.Users.1.UserName=Bob & !GetGroupResult.Users.2
        root AddUserToGroup GroupName=Others UserName=Bob -> 404 NoSuchEntity The group with name Others cannot be found.
        root AddUserToGroup GroupName=Readers UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_group(
            cx,
            "iam:AddUserToGroup",
            &self.group_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account = cx.account();
        let group = existence::group(account, &self.group_name)?;
        let user = existence::user(account, &self.user_name)?;
        if user.groups.contains(&NameKey::of(&group.name)) {
            return Outcome::read(());
        }
        cx.settings
            .quotas
            .groups_per_user
            .room_beside(user.groups.len())?;
        let event = Event::UserAddedToGroup {
            group: group.name.to_string(),
            user: user.name.to_string(),
        };
        Outcome::event(event, ())
    }
}
