//! `GetInstanceProfile`.

use super::profile;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::shapes::InstanceProfileShape;
use serde::{Deserialize, Serialize};

/// Shows an instance profile with its role and tags.
///
/// Permission: `iam:GetInstanceProfile` on the profile's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetInstanceProfile {
    instance_profile_name: String,
}

/// The instance profile.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetInstanceProfileResult {
    instance_profile: InstanceProfileShape,
}

impl Operation for GetInstanceProfile {
    const NAME: &'static str = "GetInstanceProfile";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' -> set id=CreateRoleResult.Role.RoleId
        root CreateInstanceProfile InstanceProfileName=Web Tags.member.1.Key=a Tags.member.1.Value=1 -> ok
        root AddRoleToInstanceProfile InstanceProfileName=Web RoleName=App -> ok
        root GetInstanceProfile InstanceProfileName=web -> GetInstanceProfileResult.InstanceProfile.Roles.1.RoleId=$id & GetInstanceProfileResult.InstanceProfile.Tags.1.Value=1
        root GetInstanceProfile InstanceProfileName=Other -> 404 NoSuchEntity Instance Profile Other cannot be found.
    "#;
    type Output = GetInstanceProfileResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![profile::permission(
            cx,
            "iam:GetInstanceProfile",
            &self.instance_profile_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetInstanceProfileResult>, Error> {
        let profile = profile::existing(cx, &self.instance_profile_name)?;
        Outcome::read(GetInstanceProfileResult {
            instance_profile: InstanceProfileShape::whole(cx.state, cx.account(), profile),
        })
    }
}
