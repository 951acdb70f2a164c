//! `ListPolicyVersions`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::page::Page;
use crate::shapes::PolicyVersionShape;
use serde::{Deserialize, Serialize};

/// Lists the versions of a managed policy, the newest first.
///
/// Permission: `iam:ListPolicyVersions` on the policy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPolicyVersions {
    policy_arn: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of versions, without their documents.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPolicyVersionsResult {
    versions: Vec<PolicyVersionShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListPolicyVersions {
    const NAME: &'static str = "ListPolicyVersions";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreatePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}' -> ok
        root ListPolicyVersions PolicyArn=arn:aws:iam::123456789012:policy/Read -> ListPolicyVersionsResult.Versions.1.VersionId=v2 & ListPolicyVersionsResult.Versions.2.IsDefaultVersion=true & !ListPolicyVersionsResult.Versions.1.Document
        root ListPolicyVersions PolicyArn=arn:aws:iam::123456789012:policy/Write -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Write was not found.
    "#;
    type Output = ListPolicyVersionsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:ListPolicyVersions",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListPolicyVersionsResult>, Error> {
        let policy = existence::policy(cx.account(), &self.policy_arn)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        // A page goes on after a key, so keys grow from the newest version to the oldest.
        let page = page.of(policy.versions().into_iter(), |version| {
            format!("{:010}", u32::MAX - version.number())
        })?;
        Outcome::read(ListPolicyVersionsResult {
            versions: page
                .items
                .into_iter()
                .map(|version| PolicyVersionShape::brief(policy, version))
                .collect(),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }
}
