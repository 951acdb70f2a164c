//! `GetPolicyVersion`.

use super::version;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use crate::shapes::PolicyVersionShape;
use serde::{Deserialize, Serialize};

/// Shows a version of a managed policy with its document, URL-encoded (G-10).
///
/// Permission: `iam:GetPolicyVersion` on the policy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetPolicyVersion {
    policy_arn: String,
    version_id: String,
}

/// The version.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetPolicyVersionResult {
    policy_version: PolicyVersionShape,
}

impl Operation for GetPolicyVersion {
    const NAME: &'static str = "GetPolicyVersion";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root GetPolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read VersionId=v1 -> GetPolicyVersionResult.PolicyVersion.Document=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGetObject%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D
        root GetPolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read VersionId=v2 -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Read version v2 does not exist or is not attachable.
    "#;
    type Output = GetPolicyVersionResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:GetPolicyVersion",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetPolicyVersionResult>, Error> {
        let (policy, version) = version::find(cx.account(), &self.policy_arn, &self.version_id)?;
        Outcome::read(GetPolicyVersionResult {
            policy_version: PolicyVersionShape::whole(policy, version),
        })
    }
}
