//! `ListUsers`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use crate::page::Page;
use crate::shapes::UserShape;
use serde::{Deserialize, Serialize};

/// Lists the users below a path, by name, without their tags and boundaries.
///
/// Permission: `iam:ListUsers` on `arn:aws:iam::A:user` with the path prefix.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUsers {
    #[serde(default = "crate::path::root")]
    path_prefix: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of users, by name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUsersResult {
    users: Vec<UserShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListUsers {
    const NAME: &'static str = "ListUsers";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob Path=/team/ -> ok
        root CreateUser UserName=alice -> ok
        root ListUsers -> ListUsersResult.Users.1.UserName=alice & ListUsersResult.Users.2.UserName=Bob & ListUsersResult.IsTruncated=false
        root ListUsers PathPrefix=/team -> ListUsersResult.Users.1.UserName=Bob & !ListUsersResult.Users.2
        root ListUsers MaxItems=1 -> ListUsersResult.IsTruncated=true & set next=ListUsersResult.Marker
        root ListUsers Marker=$next -> ListUsersResult.Users.1.UserName=Bob & !ListUsersResult.Users.2 & !ListUsersResult.Marker
        root ListUsers Marker=!!! -> 400 ValidationError Invalid Marker.
    ";
    type Output = ListUsersResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_list(cx, "iam:ListUsers", "user", &self.path_prefix);
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListUsersResult>, Error> {
        let account = cx.account();
        let below = account
            .users
            .iter()
            .filter(|(_, user)| user.path.starts_with(&self.path_prefix));
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(below, |(name, _)| name.as_str().to_owned())?;
        let users = paged
            .items
            .iter()
            .map(|(_, user)| UserShape::brief(account.id, user));
        Outcome::read(ListUsersResult {
            users: users.collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}
