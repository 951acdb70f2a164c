//! `PutRolePermissionsBoundary`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::state::Entity;
use crate::{Error, boundary, service_linked};
use serde::Deserialize;

/// Limits a role to what a managed policy allows, in place of the boundary that it has (F-8).
///
/// Permission: `iam:PutRolePermissionsBoundary` on the role's ARN, with `iam:PermissionsBoundary`: the boundary to come.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutRolePermissionsBoundary {
    role_name: String,
    permissions_boundary: String,
}

impl Operation for PutRolePermissionsBoundary {
    const NAME: &'static str = "PutRolePermissionsBoundary";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Limit PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root PutRolePermissionsBoundary RoleName=App PermissionsBoundary=arn:aws:iam::123456789012:policy/Limit -> ok
        root GetRole RoleName=App -> GetRoleResult.Role.PermissionsBoundary.PermissionsBoundaryArn=arn:aws:iam::123456789012:policy/Limit
        root PutRolePermissionsBoundary RoleName=App PermissionsBoundary=arn:aws:iam::123456789012:policy/None -> 404 NoSuchEntity Scope ARN: arn:aws:iam::123456789012:policy/None does not exist or is not attachable.
        root PutRolePermissionsBoundary RoleName=App PermissionsBoundary=arn:aws:iam::123456789012:role/Limit -> 400 InvalidInput ARN arn:aws:iam::123456789012:role/Limit is not valid.
        root PutRolePermissionsBoundary RoleName=Nobody PermissionsBoundary=arn:aws:iam::123456789012:policy/Limit -> 404 NoSuchEntity The role with name Nobody cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_role(cx, "iam:PutRolePermissionsBoundary", &self.role_name);
        Ok(vec![permission.with(
            "iam:PermissionsBoundary",
            self.permissions_boundary.as_str(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account = cx.account();
        let role = existence::role(account, &self.role_name)?;
        service_linked::check_modifiable(role)?;
        let entity = Entity::Role(role.name.to_string());
        boundary::put(
            account,
            entity,
            role.boundary.as_deref(),
            &self.permissions_boundary,
        )
    }
}
