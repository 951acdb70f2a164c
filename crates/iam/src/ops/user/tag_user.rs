//! `TagUser`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, tagging, target};
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on a user; one whose key is there already, in any case, is replaced (I-7).
///
/// Permission: `iam:TagUser` on the user's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and the tags that it has. Up to 50 tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagUser {
    user_name: String,
    tags: Vec<Tag>,
}

impl Operation for TagUser {
    const NAME: &'static str = "TagUser";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root TagUser UserName=Bob Tags.member.1.Key=Team Tags.member.1.Value=red Tags.member.2.Key=env Tags.member.2.Value= -> ok
        root TagUser UserName=Bob Tags.member.1.Key=team Tags.member.1.Value=blue -> ok
        root ListUserTags UserName=Bob -> ListUserTagsResult.Tags.1.Key=env & ListUserTagsResult.Tags.2.Key=team & ListUserTagsResult.Tags.2.Value=blue & !ListUserTagsResult.Tags.3
        root TagUser UserName=Bob Tags.member.1.Key=a Tags.member.1.Value=1 Tags.member.2.Key=A Tags.member.2.Value=2 -> 400 InvalidInput Duplicate tag keys found. Please note that Tag keys are case insensitive.
        root TagUser UserName=Eve Tags.member.1.Key=a Tags.member.1.Value=1 -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_user(cx, "iam:TagUser", &self.user_name);
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        let target = Tagged::User(user.name.to_string());
        tagging::tag(cx, target, &user.tags, &self.tags)
    }
}
