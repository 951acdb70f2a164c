//! `ListGroups`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use crate::page::Page;
use crate::shapes::GroupShape;
use serde::{Deserialize, Serialize};

/// Lists the groups below a path, by name.
///
/// Permission: `iam:ListGroups` on `arn:aws:iam::A:group` with the path prefix.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListGroups {
    #[serde(default = "crate::path::root")]
    path_prefix: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of groups, by name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListGroupsResult {
    groups: Vec<GroupShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListGroups {
    const NAME: &'static str = "ListGroups";
    const EXAMPLE: &'static str = "
        root CreateGroup GroupName=Writers Path=/team/ -> ok
        root CreateGroup GroupName=readers -> ok
        root ListGroups -> ListGroupsResult.Groups.1.GroupName=readers & ListGroupsResult.Groups.2.GroupName=Writers & ListGroupsResult.IsTruncated=false
        root ListGroups PathPrefix=/team/ -> ListGroupsResult.Groups.1.GroupName=Writers & !ListGroupsResult.Groups.2
        root ListGroups MaxItems=1 -> ListGroupsResult.IsTruncated=true & set next=ListGroupsResult.Marker
        root ListGroups Marker=$next -> ListGroupsResult.Groups.1.GroupName=Writers & ListGroupsResult.IsTruncated=false
        root ListGroups Marker=!!! -> 400 ValidationError Invalid Marker.
    ";
    type Output = ListGroupsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_list(cx, "iam:ListGroups", "group", &self.path_prefix);
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListGroupsResult>, Error> {
        let account = cx.account();
        let below = account
            .groups
            .iter()
            .filter(|(_, group)| group.path.starts_with(&self.path_prefix));
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(below, |(name, _)| name.as_str().to_owned())?;
        let groups = paged
            .items
            .iter()
            .map(|(_, group)| GroupShape::of(account.id, group));
        Outcome::read(ListGroupsResult {
            groups: groups.collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}
