//! `CreateInstanceProfile`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::shapes::InstanceProfileShape;
use crate::state::Tag;
use crate::tags::TagKeys;
use crate::unique_id::{self, Prefix};
use crate::{Error, arn, context};
use serde::{Deserialize, Serialize};

/// Makes an instance profile, without a role.
///
/// Permission: `iam:CreateInstanceProfile` on the new profile's ARN, with `aws:RequestTag/…` and `aws:TagKeys`; with tags also
/// `iam:TagInstanceProfile` on it. Names are unique regardless of case (I-6).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateInstanceProfile {
    instance_profile_name: String,
    #[serde(default = "crate::path::root")]
    path: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The new instance profile.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateInstanceProfileResult {
    instance_profile: InstanceProfileShape,
}

impl Operation for CreateInstanceProfile {
    const NAME: &'static str = "CreateInstanceProfile";
    const EXAMPLE: &'static str = "
        root CreateInstanceProfile InstanceProfileName=Web Path=/team/ -> CreateInstanceProfileResult.InstanceProfile.Arn=arn:aws:iam::123456789012:instance-profile/team/Web & !CreateInstanceProfileResult.InstanceProfile.Roles.1
        root CreateInstanceProfile InstanceProfileName=web -> 409 EntityAlreadyExists Instance Profile web already exists.
    ";
    type Output = CreateInstanceProfileResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = arn::instance_profile(account, &self.path, &self.instance_profile_name);
        let mut permissions = vec![
            Permission::on("iam:CreateInstanceProfile", arn.clone(), account)
                .with_request_tags(&self.tags),
        ];
        if !self.tags.is_empty() {
            permissions.push(
                Permission::on("iam:TagInstanceProfile", arn, account)
                    .with_request_tags(&self.tags),
            );
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateInstanceProfileResult>, Error> {
        let account = cx.account();
        let quotas = &cx.settings.quotas;
        let name = &self.instance_profile_name;
        TagKeys::AsWritten.check(&[], &self.tags, quotas.tags)?;
        if account.instance_profile(name).is_some() {
            return Err(Error::entity_already_exists(format!(
                "Instance Profile {name} already exists."
            )));
        }
        quotas
            .instance_profiles
            .room_beside(account.instance_profiles.len())?;
        let id = unique_id::draw(
            Prefix::InstanceProfile,
            account.id,
            &cx.seed,
            "instance profile id",
        );
        let instance_profile = InstanceProfileShape {
            path: self.path.clone(),
            instance_profile_name: name.clone(),
            instance_profile_id: id.clone(),
            arn: arn::instance_profile(account.id, &self.path, name),
            create_date: context::text(cx.now).into(),
            roles: Vec::new(),
            tags: (!self.tags.is_empty()).then(|| self.tags.clone()),
        };
        let event = Event::InstanceProfileCreated {
            name: name.clone(),
            path: self.path.clone(),
            id,
            tags: self.tags.clone(),
        };
        Outcome::event(event, CreateInstanceProfileResult { instance_profile })
    }
}
