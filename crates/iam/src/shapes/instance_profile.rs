//! AWS's `InstanceProfile`.

use super::RoleShape;
use crate::context::text;
use crate::state::{Account, InstanceProfile, State, Tag};
use serde::Serialize;

/// AWS's `InstanceProfile`. Lists leave out the tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InstanceProfileShape {
    pub path: String,
    pub instance_profile_name: String,
    pub instance_profile_id: String,
    pub arn: String,
    pub create_date: String,
    /// One at most (P-7).
    pub roles: Vec<RoleShape>,
    pub tags: Option<Vec<Tag>>,
}

impl InstanceProfileShape {
    /// As lists show an instance profile.
    pub(crate) fn brief(
        state: &State,
        account: &Account,
        profile: &InstanceProfile,
    ) -> InstanceProfileShape {
        let role = profile
            .role
            .as_ref()
            .and_then(|role| account.roles.get(role));
        InstanceProfileShape {
            path: profile.path.to_string(),
            instance_profile_name: profile.name.to_string(),
            instance_profile_id: profile.id.to_string(),
            arn: profile.arn(account.id),
            create_date: text(profile.created).into(),
            roles: role
                .into_iter()
                .map(|role| RoleShape::in_profile(state, account, role))
                .collect(),
            tags: None,
        }
    }

    /// As `GetInstanceProfile` shows it: with tags, if there are any.
    pub(crate) fn whole(
        state: &State,
        account: &Account,
        profile: &InstanceProfile,
    ) -> InstanceProfileShape {
        InstanceProfileShape {
            tags: (!profile.tags.is_empty()).then(|| profile.tags.clone()),
            ..InstanceProfileShape::brief(state, account, profile)
        }
    }
}
