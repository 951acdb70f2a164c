//! `GetPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::shapes::PolicyShape;
use serde::{Deserialize, Serialize};

/// Shows a managed policy of the account or of AWS, without its document: that belongs to its versions.
///
/// Permission: `iam:GetPolicy` on the policy. AWS's policies are shown without id and description, which no source tells.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetPolicy {
    policy_arn: String,
}

/// The policy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetPolicyResult {
    policy: PolicyShape,
}

impl Operation for GetPolicy {
    const NAME: &'static str = "GetPolicy";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read Description='May read' PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root GetPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read -> GetPolicyResult.Policy.Description=May read & GetPolicyResult.Policy.AttachmentCount=0
        root GetPolicy PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess -> GetPolicyResult.Policy.DefaultVersionId=v1 & GetPolicyResult.Policy.CreateDate=2015-02-06T18:39:46Z & !GetPolicyResult.Policy.PolicyId
        root GetPolicy PolicyArn=arn:aws:iam::123456789012:policy/Write -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Write was not found.
    "#;
    type Output = GetPolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:GetPolicy",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetPolicyResult>, Error> {
        let account = cx.account();
        let policy = existence::policy(account, &self.policy_arn)?;
        Outcome::read(GetPolicyResult {
            policy: PolicyShape::whole(account, policy),
        })
    }
}
