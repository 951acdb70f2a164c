//! `PutRolePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::Deserialize;

/// Puts an inline policy on a role, in place of the one of the same name.
///
/// Permission: `iam:PutRolePolicy` on the role, with the role's `iam:PermissionsBoundary`. All inline policies of a role
/// together have at most 10240 characters without white space (G-36); the document is kept byte for byte.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutRolePolicy {
    role_name: String,
    policy_name: String,
    policy_document: String,
}

impl Operation for PutRolePolicy {
    const NAME: &'static str = "PutRolePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root PutRolePolicy RoleName=Reader PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root PutRolePolicy RoleName=Reader PolicyName=read PolicyDocument='{}' -> 400 MalformedPolicyDocument Syntax errors in policy.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission_to_change(
            cx,
            "iam:PutRolePolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        inline_policy::put(cx, &self.entity(), &self.policy_name, &self.policy_document)
    }
}

impl PutRolePolicy {
    fn entity(&self) -> Entity {
        Entity::Role(self.role_name.clone())
    }
}
