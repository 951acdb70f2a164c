//! `DeletePolicyVersion`.

use super::version;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use serde::Deserialize;

/// Deletes a version of a managed policy that is not the default version.
///
/// Permission: `iam:DeletePolicyVersion` on the policy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeletePolicyVersion {
    policy_arn: String,
    version_id: String,
}

impl Operation for DeletePolicyVersion {
    const NAME: &'static str = "DeletePolicyVersion";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreatePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}' -> ok
        root DeletePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read VersionId=v1 -> 409 DeleteConflict Cannot delete the default version of a policy.
        root DeletePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read VersionId=v2 -> ok
        root DeletePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read VersionId=v2 -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Read version v2 does not exist or is not attachable.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:DeletePolicyVersion",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let (policy, version) =
            version::find_own(cx.account(), &self.policy_arn, &self.version_id)?;
        if policy.default_version == version.number {
            return Err(Error::delete_conflict(
                "Cannot delete the default version of a policy.",
            ));
        }
        let event = Event::PolicyVersionDeleted {
            arn: self.policy_arn.clone(),
            version: version.number,
        };
        Outcome::event(event, ())
    }
}
