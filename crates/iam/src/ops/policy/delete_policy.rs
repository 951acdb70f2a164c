//! `DeletePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use serde::Deserialize;

/// Deletes a managed policy that nothing uses and that has one version only.
///
/// Permission: `iam:DeletePolicy` on the policy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeletePolicy {
    policy_arn: String,
}

impl Operation for DeletePolicy {
    const NAME: &'static str = "DeletePolicy";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreateUser UserName=Bob -> ok
        root AttachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DeletePolicy PolicyArn=arn:aws:iam::123456789012:policy/Read -> 409 DeleteConflict Cannot delete a policy attached to entities.
        root DetachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DeletePolicy PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DeletePolicy PolicyArn=arn:aws:iam::123456789012:policy/Read -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Read was not found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:DeletePolicy",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let policy = existence::own_policy(cx.account(), &self.policy_arn)?;
        if policy.attachment_count > 0 || policy.boundary_count > 0 {
            return Err(Error::delete_conflict(
                "Cannot delete a policy attached to entities.",
            ));
        }
        if policy.versions.len() > 1 {
            return Err(Error::delete_conflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
            ));
        }
        let event = Event::PolicyDeleted {
            arn: self.policy_arn.clone(),
        };
        Outcome::event(event, ())
    }
}
