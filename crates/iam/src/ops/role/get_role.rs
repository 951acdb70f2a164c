//! `GetRole`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::shapes::{RoleLastUsed, RoleShape};
use serde::{Deserialize, Serialize};

/// Shows a role with its trust policy, URL-encoded (G-10); principals whose user or role is gone show their unique id (G-24).
///
/// Permission: `iam:GetRole` on the role, with `iam:PermissionsBoundary`: the boundary that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetRole {
    role_name: String,
}

/// The role.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetRoleResult {
    role: RoleShape,
}

impl Operation for GetRole {
    const NAME: &'static str = "GetRole";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root GetRole RoleName=Reader -> GetRoleResult.Role.MaxSessionDuration=3600 & !GetRoleResult.Role.Tags
        root GetRole RoleName=Writer -> 404 NoSuchEntity The role with name Writer cannot be found.
    "#;
    type Output = GetRoleResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_bounded_role(
            cx,
            "iam:GetRole",
            &self.role_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetRoleResult>, Error> {
        let account = cx.account();
        let role = existence::role(account, &self.role_name)?;
        Outcome::read(GetRoleResult {
            role: RoleShape {
                role_last_used: Some(RoleLastUsed::of(cx, role)),
                ..RoleShape::whole(cx.state, account, role)
            },
        })
    }
}
