//! `AttachRolePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment;
use crate::state::Entity;
use serde::Deserialize;

/// Attaches a managed policy to a role; one that is attached already stays so.
///
/// Permission: `iam:AttachRolePolicy` on the role, with `iam:PolicyARN` and the role's `iam:PermissionsBoundary`. At most 10 policies
/// a role (§12.4).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttachRolePolicy {
    role_name: String,
    policy_arn: String,
}

impl Operation for AttachRolePolicy {
    const NAME: &'static str = "AttachRolePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachRolePolicy RoleName=Reader PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root ListAttachedRolePolicies RoleName=Reader -> ListAttachedRolePoliciesResult.AttachedPolicies.1.PolicyName=Read
        root AttachRolePolicy RoleName=Reader PolicyArn=arn:aws:iam::123456789012:policy/Write -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Write does not exist or is not attachable.
        root AttachRolePolicy RoleName=Reader PolicyArn=a-name-and-not-an-arn -> 400 ValidationError Invalid ARN:  Could not be parsed!
        root AttachRolePolicy RoleName=Reader PolicyArn=arn:aws:iam:aws:policy/AdministratorAccess -> 400 InvalidInput ARN arn:aws:iam:aws:policy/AdministratorAccess is not valid.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![attachment::permission(
            cx,
            "iam:AttachRolePolicy",
            &self.entity(),
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        attachment::attach(cx, &self.entity(), &self.policy_arn)
    }
}

impl AttachRolePolicy {
    fn entity(&self) -> Entity {
        Entity::Role(self.role_name.clone())
    }
}
