//! `ListInstanceProfilesForRole`.

use super::profile::{self, InstanceProfilePage};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::page::Page;
use serde::Deserialize;

/// Lists the instance profiles that hold a role, by name.
///
/// Permission: `iam:ListInstanceProfilesForRole` on the role.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListInstanceProfilesForRole {
    role_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListInstanceProfilesForRole {
    const NAME: &'static str = "ListInstanceProfilesForRole";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' -> ok
        root CreateInstanceProfile InstanceProfileName=Web -> ok
        root ListInstanceProfilesForRole RoleName=App -> !ListInstanceProfilesForRoleResult.InstanceProfiles.1
        root AddRoleToInstanceProfile InstanceProfileName=Web RoleName=App -> ok
        root ListInstanceProfilesForRole RoleName=app -> ListInstanceProfilesForRoleResult.InstanceProfiles.1.InstanceProfileName=Web & ListInstanceProfilesForRoleResult.InstanceProfiles.1.Roles.1.RoleName=App
        root ListInstanceProfilesForRole RoleName=Nobody -> 404 NoSuchEntity The role with name Nobody cannot be found.
    "#;
    type Output = InstanceProfilePage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_role(
            cx,
            "iam:ListInstanceProfilesForRole",
            &self.role_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<InstanceProfilePage>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let profiles = cx.account().instance_profiles_of(&role.name);
        profile::list(cx, profiles, &page)
    }
}
