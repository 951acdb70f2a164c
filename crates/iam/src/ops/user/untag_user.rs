//! `UntagUser`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, tagging, target};
use serde::Deserialize;

/// Takes tags from a user by their keys, in any case; keys that are not there are no error.
///
/// Permission: `iam:UntagUser` on the user's ARN, with `aws:TagKeys` and the tags that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagUser {
    user_name: String,
    tag_keys: Vec<String>,
}

impl Operation for UntagUser {
    const NAME: &'static str = "UntagUser";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob Tags.member.1.Key=Team Tags.member.1.Value=red -> ok
        root UntagUser UserName=Bob TagKeys.member.1=TEAM TagKeys.member.2=other -> ok
        root ListUserTags UserName=Bob -> !ListUserTagsResult.Tags.1
        root UntagUser UserName=Bob TagKeys.member.1=aws:x -> 400 ValidationError System tags cannot be added/updated/deleted by users.
        root UntagUser UserName=Eve TagKeys.member.1=a -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_user(cx, "iam:UntagUser", &self.user_name);
        Ok(vec![tagging::with_tag_keys(permission, &self.tag_keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        let target = Tagged::User(user.name.to_string());
        tagging::untag(target, &user.tags, &self.tag_keys)
    }
}
