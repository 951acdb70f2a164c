//! `ListGroupsForUser`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::page::Page;
use crate::shapes::GroupShape;
use serde::{Deserialize, Serialize};

/// Lists the groups that a user is in, by name.
///
/// Permission: `iam:ListGroupsForUser` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListGroupsForUser {
    user_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of groups, by name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListGroupsForUserResult {
    groups: Vec<GroupShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListGroupsForUser {
    const NAME: &'static str = "ListGroupsForUser";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateGroup GroupName=Writers -> ok
        root CreateGroup GroupName=readers -> ok
        root AddUserToGroup GroupName=Writers UserName=Bob -> ok
        root AddUserToGroup GroupName=readers UserName=Bob -> ok
        root ListGroupsForUser UserName=Bob MaxItems=1 -> ListGroupsForUserResult.Groups.1.GroupName=readers & set next=ListGroupsForUserResult.Marker
        root ListGroupsForUser UserName=Bob Marker=$next -> ListGroupsForUserResult.Groups.1.GroupName=Writers & !ListGroupsForUserResult.Groups.2
        root ListGroupsForUser UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ListGroupsForUserResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_user(
            cx,
            "iam:ListGroupsForUser",
            &self.user_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListGroupsForUserResult>, Error> {
        let account = cx.account();
        let user = existence::user(account, &self.user_name)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(user.groups.iter(), |name| name.as_str().to_owned())?;
        let groups = paged
            .items
            .iter()
            .filter_map(|name| account.groups.get(*name));
        Outcome::read(ListGroupsForUserResult {
            groups: groups
                .map(|group| GroupShape::of(account.id, group))
                .collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}
