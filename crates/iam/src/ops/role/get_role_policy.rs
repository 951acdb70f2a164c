//! `GetRolePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::{Deserialize, Serialize};

/// Shows an inline policy of a role, URL-encoded (G-10).
///
/// Permission: `iam:GetRolePolicy` on the role.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetRolePolicy {
    role_name: String,
    policy_name: String,
}

/// The policy and its role.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetRolePolicyResult {
    role_name: String,
    policy_name: String,
    policy_document: String,
}

impl Operation for GetRolePolicy {
    const NAME: &'static str = "GetRolePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root PutRolePolicy RoleName=Reader PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root GetRolePolicy RoleName=Reader PolicyName=read -> GetRolePolicyResult.PolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGetObject%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D
        root GetRolePolicy RoleName=Reader PolicyName=write -> 404 NoSuchEntity The role policy with name write cannot be found.
    "#;
    type Output = GetRolePolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:GetRolePolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetRolePolicyResult>, Error> {
        let policy = inline_policy::get(cx, &self.entity(), &self.policy_name)?;
        Outcome::read(GetRolePolicyResult {
            role_name: policy.holder,
            policy_name: policy.name,
            policy_document: policy.document,
        })
    }
}

impl GetRolePolicy {
    fn entity(&self) -> Entity {
        Entity::Role(self.role_name.clone())
    }
}
