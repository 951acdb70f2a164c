//! `DeleteRole`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::{Error, service_linked};
use serde::Deserialize;

/// Deletes a role that no instance profile holds and that has no policies any more; its sessions end with it.
///
/// Permission: `iam:DeleteRole` on the role, with `iam:PermissionsBoundary`: the boundary that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteRole {
    role_name: String,
}

impl Operation for DeleteRole {
    const NAME: &'static str = "DeleteRole";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root PutRolePolicy RoleName=Reader PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root DeleteRole RoleName=Reader -> 409 DeleteConflict Cannot delete entity, must delete policies first.
        root DeleteRolePolicy RoleName=Reader PolicyName=read -> ok
        root DeleteRole RoleName=Reader -> ok
        root DeleteRole RoleName=Reader -> 404 NoSuchEntity The role with name Reader cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_bounded_role(
            cx,
            "iam:DeleteRole",
            &self.role_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        if cx
            .account()
            .instance_profiles_of(&role.name)
            .next()
            .is_some()
        {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must remove roles from instance profile first.",
            ));
        }
        service_linked::check_modifiable(role)?;
        existence::no_policies(&role.attachments)?;
        let event = Event::RoleDeleted {
            name: role.name.to_string(),
        };
        Outcome::event(event, ())
    }
}
