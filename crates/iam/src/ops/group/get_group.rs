//! `GetGroup`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::page::Page;
use crate::shapes::{GroupShape, UserShape};
use serde::{Deserialize, Serialize};

/// Shows a group and its members, a page of them at a time, by name.
///
/// Permission: `iam:GetGroup` on the group's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetGroup {
    group_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// The group and one page of its members.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetGroupResult {
    group: GroupShape,
    users: Vec<UserShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for GetGroup {
    const NAME: &'static str = "GetGroup";
    const EXAMPLE: &'static str = "
        root CreateGroup GroupName=Readers -> ok
        root GetGroup GroupName=readers -> GetGroupResult.Group.GroupName=Readers & GetGroupResult.Users & !GetGroupResult.Users.1
        root CreateUser UserName=Bob -> ok
        root CreateUser UserName=alice -> ok
        root AddUserToGroup GroupName=Readers UserName=Bob -> ok
        root AddUserToGroup GroupName=Readers UserName=alice -> ok
        root GetGroup GroupName=Readers MaxItems=1 -> GetGroupResult.Users.1.UserName=alice & GetGroupResult.IsTruncated=true & set next=GetGroupResult.Marker
        root GetGroup GroupName=Readers Marker=$next -> GetGroupResult.Users.1.UserName=Bob & GetGroupResult.IsTruncated=false
        root GetGroup GroupName=Others -> 404 NoSuchEntity The group with name Others cannot be found.
    ";
    type Output = GetGroupResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_group(cx, "iam:GetGroup", &self.group_name)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetGroupResult>, Error> {
        let account = cx.account();
        let group = existence::group(account, &self.group_name)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(group.members.iter(), |name| name.as_str().to_owned())?;
        let users = paged
            .items
            .iter()
            .filter_map(|name| account.users.get(*name));
        Outcome::read(GetGroupResult {
            group: GroupShape::of(account.id, group),
            users: users
                .map(|user| UserShape::brief(account.id, user))
                .collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}
