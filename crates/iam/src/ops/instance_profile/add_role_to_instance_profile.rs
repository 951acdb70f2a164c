//! `AddRoleToInstanceProfile`.

use super::profile;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::existence;
use crate::{Error, arn, service_linked};
use serde::Deserialize;

/// Puts a role into an instance profile, which holds one at most (P-7).
///
/// Permission: `iam:AddRoleToInstanceProfile` on the profile's ARN, with its tags, and `iam:PassRole` on the role, with
/// `iam:PassedToService` (EC2) and `iam:AssociatedResourceArn` (every instance of the account) (P-3).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddRoleToInstanceProfile {
    instance_profile_name: String,
    role_name: String,
}

impl Operation for AddRoleToInstanceProfile {
    const NAME: &'static str = "AddRoleToInstanceProfile";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' -> ok
        root CreateInstanceProfile InstanceProfileName=Web -> ok
        root AddRoleToInstanceProfile InstanceProfileName=Other RoleName=App -> 404 NoSuchEntity Instance Profile Other cannot be found.
        root AddRoleToInstanceProfile InstanceProfileName=Web RoleName=Nobody -> 404 NoSuchEntity The role with name Nobody cannot be found.
        root AddRoleToInstanceProfile InstanceProfileName=Web RoleName=App -> ok
        root AddRoleToInstanceProfile InstanceProfileName=Web RoleName=App -> 409 LimitExceeded Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account();
        // Tags of a role say nothing about passing it (P-3).
        let role = account.role(&self.role_name).map_or_else(
            || arn::role(account.id, "/", &self.role_name),
            |role| role.arn(account.id),
        );
        let pass = Permission::on("iam:PassRole", role, account.id)
            .with("iam:PassedToService", "ec2.amazonaws.com")
            .with(
                "iam:AssociatedResourceArn",
                format!("arn:aws:ec2:*:{}:instance/*", account.id),
            );
        let name = &self.instance_profile_name;
        Ok(vec![
            profile::permission(cx, "iam:AddRoleToInstanceProfile", name),
            pass,
        ])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let profile = profile::existing(cx, &self.instance_profile_name)?;
        let role = existence::role(cx.account(), &self.role_name)?;
        service_linked::check_modifiable(role)?;
        let held = usize::from(profile.role.is_some());
        cx.settings
            .quotas
            .roles_per_instance_profile
            .room_beside(held)?;
        let event = Event::RoleAddedToInstanceProfile {
            profile: profile.name.to_string(),
            role: role.name.to_string(),
        };
        Outcome::event(event, ())
    }
}
