//! `DeleteInstanceProfile`.

use super::profile;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Deletes an instance profile that holds no role any more (P-7).
///
/// Permission: `iam:DeleteInstanceProfile` on the profile's ARN, with its tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteInstanceProfile {
    instance_profile_name: String,
}

impl Operation for DeleteInstanceProfile {
    const NAME: &'static str = "DeleteInstanceProfile";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' -> ok
        root CreateInstanceProfile InstanceProfileName=Web -> ok
        root AddRoleToInstanceProfile InstanceProfileName=Web RoleName=App -> ok
        root DeleteInstanceProfile InstanceProfileName=Web -> 409 DeleteConflict Cannot delete entity, must remove roles from instance profile first.
        root RemoveRoleFromInstanceProfile InstanceProfileName=Web RoleName=App -> ok
        root DeleteInstanceProfile InstanceProfileName=web -> ok
        root DeleteInstanceProfile InstanceProfileName=Web -> 404 NoSuchEntity Instance Profile Web cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![profile::permission(
            cx,
            "iam:DeleteInstanceProfile",
            &self.instance_profile_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let profile = profile::existing(cx, &self.instance_profile_name)?;
        if profile.role.is_some() {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must remove roles from instance profile first.",
            ));
        }
        let name = profile.name.to_string();
        Outcome::event(Event::InstanceProfileDeleted { name }, ())
    }
}
