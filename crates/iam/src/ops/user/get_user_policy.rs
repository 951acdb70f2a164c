//! `GetUserPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::{Deserialize, Serialize};

/// Shows an inline policy of a user, URL-encoded (G-10).
///
/// Permission: `iam:GetUserPolicy` on the user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUserPolicy {
    user_name: String,
    policy_name: String,
}

/// The policy and its user.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUserPolicyResult {
    user_name: String,
    policy_name: String,
    policy_document: String,
}

impl Operation for GetUserPolicy {
    const NAME: &'static str = "GetUserPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root PutUserPolicy UserName=Bob PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root GetUserPolicy UserName=Bob PolicyName=read -> GetUserPolicyResult.PolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGetObject%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D
        root GetUserPolicy UserName=Bob PolicyName=write -> 404 NoSuchEntity The user policy with name write cannot be found.
    "#;
    type Output = GetUserPolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:GetUserPolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetUserPolicyResult>, Error> {
        let policy = inline_policy::get(cx, &self.entity(), &self.policy_name)?;
        Outcome::read(GetUserPolicyResult {
            user_name: policy.holder,
            policy_name: policy.name,
            policy_document: policy.document,
        })
    }
}

impl GetUserPolicy {
    fn entity(&self) -> Entity {
        Entity::User(self.user_name.clone())
    }
}
