//! `SetDefaultPolicyVersion`.

use super::version;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use serde::Deserialize;

/// Puts a version of a managed policy in force, everywhere that the policy is used, from the next call on.
///
/// Permission: `iam:SetDefaultPolicyVersion` on the policy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetDefaultPolicyVersion {
    policy_arn: String,
    version_id: String,
}

impl Operation for SetDefaultPolicyVersion {
    const NAME: &'static str = "SetDefaultPolicyVersion";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreatePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}' -> ok
        root SetDefaultPolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read VersionId=v2 -> ok
        root GetPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read -> GetPolicyResult.Policy.DefaultVersionId=v2
        root SetDefaultPolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read VersionId=v3 -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Read version v3 does not exist or is not attachable.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:SetDefaultPolicyVersion",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let (policy, version) =
            version::find_own(cx.account(), &self.policy_arn, &self.version_id)?;
        if policy.default_version == version.number {
            return Outcome::read(());
        }
        let event = Event::DefaultPolicyVersionSet {
            arn: self.policy_arn.clone(),
            version: version.number,
        };
        Outcome::event(event, ())
    }
}
