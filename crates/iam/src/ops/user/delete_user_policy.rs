//! `DeleteUserPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::Deserialize;

/// Deletes an inline policy of a user.
///
/// Permission: `iam:DeleteUserPolicy` on the user, with the user's `iam:PermissionsBoundary`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteUserPolicy {
    user_name: String,
    policy_name: String,
}

impl Operation for DeleteUserPolicy {
    const NAME: &'static str = "DeleteUserPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root PutUserPolicy UserName=Bob PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root DeleteUserPolicy UserName=Bob PolicyName=read -> ok
        root DeleteUserPolicy UserName=Bob PolicyName=read -> 404 NoSuchEntity The user policy with name read cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission_to_change(
            cx,
            "iam:DeleteUserPolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        inline_policy::delete(cx, &self.entity(), &self.policy_name)
    }
}

impl DeleteUserPolicy {
    fn entity(&self) -> Entity {
        Entity::User(self.user_name.clone())
    }
}
