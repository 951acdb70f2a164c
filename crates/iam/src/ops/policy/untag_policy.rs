//! `UntagPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, tagging, target};
use serde::Deserialize;

/// Takes tags from a customer managed policy by their keys, as they are written; keys that are not there are no error.
///
/// Permission: `iam:UntagPolicy` on the policy's ARN, with `aws:TagKeys` and the tags that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagPolicy {
    policy_arn: String,
    tag_keys: Vec<String>,
}

impl Operation for UntagPolicy {
    const NAME: &'static str = "UntagPolicy";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' Tags.member.1.Key=Team Tags.member.1.Value=red -> ok
        root UntagPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read TagKeys.member.1=TEAM -> unchanged
        root UntagPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read TagKeys.member.1=Team TagKeys.member.2=other -> ok
        root ListPolicyTags PolicyArn=arn:aws:iam::123456789012:policy/Read -> !ListPolicyTagsResult.Tags.1
        root UntagPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read TagKeys.member.1=aws:x -> 400 ValidationError System tags cannot be added/updated/deleted by users.
        root UntagPolicy PolicyArn=arn:aws:iam::123456789012:policy/None TagKeys.member.1=a -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/None was not found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_policy(cx, "iam:UntagPolicy", &self.policy_arn);
        Ok(vec![tagging::with_tag_keys(permission, &self.tag_keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let policy = existence::own_policy(cx.account(), &self.policy_arn)?;
        let target = Tagged::Policy(self.policy_arn.clone());
        tagging::untag(target, &policy.tags, &self.tag_keys)
    }
}
