//! `DeleteRolePermissionsBoundary`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::state::Entity;
use crate::{Error, boundary, service_linked};
use serde::Deserialize;

/// Takes the boundary of a role away, which may widen what it can do. That there is none is no error.
///
/// Permission: `iam:DeleteRolePermissionsBoundary` on the role's ARN, with `iam:PermissionsBoundary`: the boundary that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteRolePermissionsBoundary {
    role_name: String,
}

impl Operation for DeleteRolePermissionsBoundary {
    const NAME: &'static str = "DeleteRolePermissionsBoundary";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Limit PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' PermissionsBoundary=arn:aws:iam::123456789012:policy/Limit -> ok
        root GetPolicy PolicyArn=arn:aws:iam::123456789012:policy/Limit -> GetPolicyResult.Policy.PermissionsBoundaryUsageCount=1
        root DeleteRolePermissionsBoundary RoleName=App -> ok
        root GetRole RoleName=App -> !GetRoleResult.Role.PermissionsBoundary
        root GetPolicy PolicyArn=arn:aws:iam::123456789012:policy/Limit -> GetPolicyResult.Policy.PermissionsBoundaryUsageCount=0
        root DeleteRolePermissionsBoundary RoleName=Nobody -> 404 NoSuchEntity The role with name Nobody cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_bounded_role(
            cx,
            "iam:DeleteRolePermissionsBoundary",
            &self.role_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        service_linked::check_modifiable(role)?;
        let entity = Entity::Role(role.name.to_string());
        boundary::delete(entity, role.boundary.as_deref())
    }
}
