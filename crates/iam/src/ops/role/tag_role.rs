//! `TagRole`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, tagging, target};
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on a role; one whose key is there already, in any case, is replaced (I-7).
///
/// Permission: `iam:TagRole` on the role's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and the tags that it has. Up to 50 tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagRole {
    role_name: String,
    tags: Vec<Tag>,
}

impl Operation for TagRole {
    const NAME: &'static str = "TagRole";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root TagRole RoleName=App Tags.member.1.Key=Team Tags.member.1.Value=red Tags.member.2.Key=env Tags.member.2.Value= -> ok
        root TagRole RoleName=App Tags.member.1.Key=team Tags.member.1.Value=blue -> ok
        root ListRoleTags RoleName=App -> ListRoleTagsResult.Tags.1.Key=env & ListRoleTagsResult.Tags.2.Key=team & ListRoleTagsResult.Tags.2.Value=blue & !ListRoleTagsResult.Tags.3
        root TagRole RoleName=App Tags.member.1.Key=a Tags.member.1.Value=1 Tags.member.2.Key=A Tags.member.2.Value=2 -> 400 InvalidInput Duplicate tag keys found. Please note that Tag keys are case insensitive.
        root TagRole RoleName=Nobody Tags.member.1.Key=a Tags.member.1.Value=1 -> 404 NoSuchEntity The role with name Nobody cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_role(cx, "iam:TagRole", &self.role_name);
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        let target = Tagged::Role(role.name.to_string());
        tagging::tag(cx, target, &role.tags, &self.tags)
    }
}
