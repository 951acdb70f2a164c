//! `RemoveRoleFromInstanceProfile`.

use super::profile;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::existence;
use crate::{Error, NameKey, service_linked};
use serde::Deserialize;

/// Takes a role out of an instance profile.
///
/// Permission: `iam:RemoveRoleFromInstanceProfile` on the profile's ARN, with its tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RemoveRoleFromInstanceProfile {
    instance_profile_name: String,
    role_name: String,
}

impl Operation for RemoveRoleFromInstanceProfile {
    const NAME: &'static str = "RemoveRoleFromInstanceProfile";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' -> ok
        root CreateInstanceProfile InstanceProfileName=Web -> ok
        root RemoveRoleFromInstanceProfile InstanceProfileName=Web RoleName=App -> 404 NoSuchEntity The role with name App cannot be found.
        root AddRoleToInstanceProfile InstanceProfileName=Web RoleName=App -> ok
        root RemoveRoleFromInstanceProfile InstanceProfileName=Web RoleName=app -> ok
        root GetInstanceProfile InstanceProfileName=Web -> !GetInstanceProfileResult.InstanceProfile.Roles.1
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![profile::permission(
            cx,
            "iam:RemoveRoleFromInstanceProfile",
            &self.instance_profile_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let profile = profile::existing(cx, &self.instance_profile_name)?;
        let name = NameKey::of(&self.role_name);
        if let Some(role) = cx.account().role(&self.role_name) {
            service_linked::check_modifiable(role)?;
        }
        if profile.role.as_ref() != Some(&name) {
            return Err(existence::no_such_role(&self.role_name));
        }
        let event = Event::RoleRemovedFromInstanceProfile {
            profile: profile.name.to_string(),
            role: name.as_str().to_owned(),
        };
        Outcome::event(event, ())
    }
}
