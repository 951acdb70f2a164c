//! `UpdateRoleDescription`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::shapes::RoleShape;
use serde::{Deserialize, Serialize};

/// Changes a role's description and shows the role.
///
/// Permission: `iam:UpdateRoleDescription` on the role, with `iam:PermissionsBoundary`: the boundary that it has. AWS keeps it beside `UpdateRole` for old clients.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateRoleDescription {
    role_name: String,
    description: String,
}

/// The role with its new description.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateRoleDescriptionResult {
    role: RoleShape,
}

impl Operation for UpdateRoleDescription {
    const NAME: &'static str = "UpdateRoleDescription";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root UpdateRoleDescription RoleName=Reader Description='Reads reports' -> UpdateRoleDescriptionResult.Role.Description=Reads reports
        root UpdateRoleDescription RoleName=Writer Description=Writes -> 404 NoSuchEntity The role with name Writer cannot be found.
    "#;
    type Output = UpdateRoleDescriptionResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_bounded_role(
            cx,
            "iam:UpdateRoleDescription",
            &self.role_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<UpdateRoleDescriptionResult>, Error> {
        let account = cx.account();
        let held = existence::role(account, &self.role_name)?;
        let description = Some(self.description.clone());
        let output = UpdateRoleDescriptionResult {
            role: RoleShape {
                description: description.clone(),
                ..RoleShape::whole(cx.state, account, held)
            },
        };
        if held.description == description {
            return Outcome::read(output);
        }
        let event = Event::RoleUpdated {
            name: held.name.to_string(),
            description,
            session_seconds_max: None,
        };
        Outcome::event(event, output)
    }
}
