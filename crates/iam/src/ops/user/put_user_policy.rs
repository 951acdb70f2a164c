//! `PutUserPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::Deserialize;

/// Puts an inline policy on a user, in place of the one of the same name.
///
/// Permission: `iam:PutUserPolicy` on the user, with the user's `iam:PermissionsBoundary`. All inline policies of a user
/// together have at most 2048 characters without white space (G-36); the document is kept byte for byte.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutUserPolicy {
    user_name: String,
    policy_name: String,
    policy_document: String,
}

impl Operation for PutUserPolicy {
    const NAME: &'static str = "PutUserPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root PutUserPolicy UserName=Bob PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root PutUserPolicy UserName=Bob PolicyName=read PolicyDocument='{}' -> 400 MalformedPolicyDocument Syntax errors in policy.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission_to_change(
            cx,
            "iam:PutUserPolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        inline_policy::put(cx, &self.entity(), &self.policy_name, &self.policy_document)
    }
}

impl PutUserPolicy {
    fn entity(&self) -> Entity {
        Entity::User(self.user_name.clone())
    }
}
