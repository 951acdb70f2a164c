//! `AttachUserPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment;
use crate::state::Entity;
use serde::Deserialize;

/// Attaches a managed policy to a user; one that is attached already stays so.
///
/// Permission: `iam:AttachUserPolicy` on the user, with `iam:PolicyARN` and the user's `iam:PermissionsBoundary`. At most 10 policies
/// a user (§12.4).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttachUserPolicy {
    user_name: String,
    policy_arn: String,
}

impl Operation for AttachUserPolicy {
    const NAME: &'static str = "AttachUserPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root ListAttachedUserPolicies UserName=Bob -> ListAttachedUserPoliciesResult.AttachedPolicies.1.PolicyName=Read
        root AttachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Write -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Write does not exist or is not attachable.
        root AttachUserPolicy UserName=Bob PolicyArn=a-name-and-not-an-arn -> 400 ValidationError Invalid ARN:  Could not be parsed!
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![attachment::permission(
            cx,
            "iam:AttachUserPolicy",
            &self.entity(),
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        attachment::attach(cx, &self.entity(), &self.policy_arn)
    }
}

impl AttachUserPolicy {
    fn entity(&self) -> Entity {
        Entity::User(self.user_name.clone())
    }
}
