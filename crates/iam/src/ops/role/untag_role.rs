//! `UntagRole`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, tagging, target};
use serde::Deserialize;

/// Takes tags from a role by their keys, in any case; keys that are not there are no error.
///
/// Permission: `iam:UntagRole` on the role's ARN, with `aws:TagKeys` and the tags that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagRole {
    role_name: String,
    tag_keys: Vec<String>,
}

impl Operation for UntagRole {
    const NAME: &'static str = "UntagRole";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' Tags.member.1.Key=Team Tags.member.1.Value=red -> ok
        root UntagRole RoleName=App TagKeys.member.1=TEAM TagKeys.member.2=other -> ok
        root ListRoleTags RoleName=App -> !ListRoleTagsResult.Tags.1
        root UntagRole RoleName=App TagKeys.member.1=aws:x -> 400 ValidationError System tags cannot be added/updated/deleted by users.
        root UntagRole RoleName=Nobody TagKeys.member.1=a -> 404 NoSuchEntity The role with name Nobody cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_role(cx, "iam:UntagRole", &self.role_name);
        Ok(vec![tagging::with_tag_keys(permission, &self.tag_keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        let target = Tagged::Role(role.name.to_string());
        tagging::untag(target, &role.tags, &self.tag_keys)
    }
}
