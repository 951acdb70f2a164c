//! `ListUserTags`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging::{self, TagPage};
use crate::ops::{existence, target};
use crate::page::Page;
use serde::Deserialize;

/// Lists the tags of a user, by key.
///
/// Permission: `iam:ListUserTags` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUserTags {
    user_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListUserTags {
    const NAME: &'static str = "ListUserTags";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> ok
        root ListUserTags UserName=Bob MaxItems=1 -> ListUserTagsResult.Tags.1.Key=A & ListUserTagsResult.IsTruncated=true & set next=ListUserTagsResult.Marker
        root ListUserTags UserName=Bob Marker=$next -> ListUserTagsResult.Tags.1.Value=2 & ListUserTagsResult.IsTruncated=false & !ListUserTagsResult.Tags.2
        root ListUserTags UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = TagPage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_user(
            cx,
            "iam:ListUserTags",
            &self.user_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<TagPage>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        tagging::list(&user.tags, &page)
    }
}
