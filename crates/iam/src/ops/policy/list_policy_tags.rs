//! `ListPolicyTags`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging::{self, TagPage};
use crate::ops::{existence, target};
use crate::page::Page;
use serde::Deserialize;

/// Lists the tags of a managed policy, by key; AWS's have none.
///
/// Permission: `iam:ListPolicyTags` on the policy's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPolicyTags {
    policy_arn: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListPolicyTags {
    const NAME: &'static str = "ListPolicyTags";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> ok
        root ListPolicyTags PolicyArn=arn:aws:iam::123456789012:policy/Read MaxItems=1 -> ListPolicyTagsResult.Tags.1.Key=A & ListPolicyTagsResult.IsTruncated=true & set next=ListPolicyTagsResult.Marker
        root ListPolicyTags PolicyArn=arn:aws:iam::123456789012:policy/Read Marker=$next -> ListPolicyTagsResult.Tags.1.Value=2 & ListPolicyTagsResult.IsTruncated=false & !ListPolicyTagsResult.Tags.2
        root ListPolicyTags PolicyArn=arn:aws:iam::123456789012:policy/None -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/None was not found.
    "#;
    type Output = TagPage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:ListPolicyTags",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<TagPage>, Error> {
        let policy = existence::policy(cx.account(), &self.policy_arn)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        tagging::list(policy.tags(), &page)
    }
}
