//! `UpdateRole`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::{Error, service_linked};
use serde::{Deserialize, Serialize};

/// Changes a role's description, the longest duration of its sessions, or both; what is left out stays.
///
/// Permission: `iam:UpdateRole` on the role, with `iam:PermissionsBoundary`: the boundary that it has. AWS's page says that a missing
/// duration becomes one hour; the service leaves it alone.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateRole {
    role_name: String,
    description: Option<String>,
    max_session_duration: Option<u32>,
}

/// Nothing, in an element of its own.
#[derive(Debug, Serialize)]
pub(crate) struct UpdateRoleResult {}

impl Operation for UpdateRole {
    const NAME: &'static str = "UpdateRole";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root UpdateRole RoleName=Reader MaxSessionDuration=7200 -> UpdateRoleResult
        root GetRole RoleName=Reader -> GetRoleResult.Role.MaxSessionDuration=7200
        root UpdateRole RoleName=Reader MaxSessionDuration=60 -> 400 ValidationError
        root UpdateRole RoleName=Writer -> 404 NoSuchEntity The role with name Writer cannot be found.
    "#;
    type Output = UpdateRoleResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_bounded_role(
            cx,
            "iam:UpdateRole",
            &self.role_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<UpdateRoleResult>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        let description = self
            .description
            .clone()
            .filter(|new| role.description.as_ref() != Some(new));
        let session_seconds_max = self
            .max_session_duration
            .filter(|new| role.session_seconds_max != *new);
        if session_seconds_max.is_some() {
            service_linked::check_modifiable(role)?;
        }
        if description.is_none() && session_seconds_max.is_none() {
            return Outcome::read(UpdateRoleResult {});
        }
        let event = Event::RoleUpdated {
            name: role.name.to_string(),
            description,
            session_seconds_max,
        };
        Outcome::event(event, UpdateRoleResult {})
    }
}
