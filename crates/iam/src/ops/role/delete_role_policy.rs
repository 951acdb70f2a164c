//! `DeleteRolePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::Deserialize;

/// Deletes an inline policy of a role.
///
/// Permission: `iam:DeleteRolePolicy` on the role, with the role's `iam:PermissionsBoundary`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteRolePolicy {
    role_name: String,
    policy_name: String,
}

impl Operation for DeleteRolePolicy {
    const NAME: &'static str = "DeleteRolePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root PutRolePolicy RoleName=Reader PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root DeleteRolePolicy RoleName=Reader PolicyName=read -> ok
        root DeleteRolePolicy RoleName=Reader PolicyName=read -> 404 NoSuchEntity The role policy with name read cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission_to_change(
            cx,
            "iam:DeleteRolePolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        inline_policy::delete(cx, &self.entity(), &self.policy_name)
    }
}

impl DeleteRolePolicy {
    fn entity(&self) -> Entity {
        Entity::Role(self.role_name.clone())
    }
}
