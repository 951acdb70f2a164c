//! `TagPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, tagging, target};
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on a customer managed policy; one whose key is there already, in the same case, is replaced.
///
/// Permission: `iam:TagPolicy` on the policy's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and the tags that it has. Up to 50 tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagPolicy {
    policy_arn: String,
    tags: Vec<Tag>,
}

impl Operation for TagPolicy {
    const NAME: &'static str = "TagPolicy";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root TagPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read Tags.member.1.Key=Team Tags.member.1.Value=red Tags.member.2.Key=env Tags.member.2.Value= -> ok
        root TagPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read Tags.member.1.Key=team Tags.member.1.Value=blue Tags.member.2.Key=Team Tags.member.2.Value=green -> ok
        root ListPolicyTags PolicyArn=arn:aws:iam::123456789012:policy/Read -> ListPolicyTagsResult.Tags.1.Key=env & ListPolicyTagsResult.Tags.2.Key=Team & ListPolicyTagsResult.Tags.2.Value=green & ListPolicyTagsResult.Tags.3.Key=team & ListPolicyTagsResult.Tags.3.Value=blue & !ListPolicyTagsResult.Tags.4
        root TagPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read Tags.member.1.Key=a Tags.member.1.Value=1 Tags.member.2.Key=a Tags.member.2.Value=2 -> 400 InvalidInput Duplicate tag keys found. Please note that Tag keys are case insensitive.
        root TagPolicy PolicyArn=arn:aws:iam::123456789012:policy/None Tags.member.1.Key=a Tags.member.1.Value=1 -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/None was not found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_policy(cx, "iam:TagPolicy", &self.policy_arn);
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let policy = existence::own_policy(cx.account(), &self.policy_arn)?;
        let target = Tagged::Policy(self.policy_arn.clone());
        tagging::tag(cx, target, &policy.tags, &self.tags)
    }
}
