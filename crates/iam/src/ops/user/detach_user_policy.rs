//! `DetachUserPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment;
use crate::state::Entity;
use serde::Deserialize;

/// Detaches a managed policy from a user.
///
/// Permission: `iam:DetachUserPolicy` on the user, with `iam:PolicyARN` and the user's `iam:PermissionsBoundary`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DetachUserPolicy {
    user_name: String,
    policy_arn: String,
}

impl Operation for DetachUserPolicy {
    const NAME: &'static str = "DetachUserPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DetachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DetachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Read -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Read was not found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![attachment::permission(
            cx,
            "iam:DetachUserPolicy",
            &self.entity(),
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        attachment::detach(cx, &self.entity(), &self.policy_arn)
    }
}

impl DetachUserPolicy {
    fn entity(&self) -> Entity {
        Entity::User(self.user_name.clone())
    }
}
