//! `DetachRolePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment;
use crate::state::Entity;
use serde::Deserialize;

/// Detaches a managed policy from a role.
///
/// Permission: `iam:DetachRolePolicy` on the role, with `iam:PolicyARN` and the role's `iam:PermissionsBoundary`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DetachRolePolicy {
    role_name: String,
    policy_arn: String,
}

impl Operation for DetachRolePolicy {
    const NAME: &'static str = "DetachRolePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachRolePolicy RoleName=Reader PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DetachRolePolicy RoleName=Reader PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DetachRolePolicy RoleName=Reader PolicyArn=arn:aws:iam::123456789012:policy/Read -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Read was not found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![attachment::permission(
            cx,
            "iam:DetachRolePolicy",
            &self.entity(),
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        attachment::detach(cx, &self.entity(), &self.policy_arn)
    }
}

impl DetachRolePolicy {
    fn entity(&self) -> Entity {
        Entity::Role(self.role_name.clone())
    }
}
