//! AWS's `Role`.

use super::{AttachedPermissionsBoundary, url_encoded};
use crate::context::text;
use crate::operation::Cx;
use crate::state::{Account, Role, State, Tag};
use crate::trust;
use crate::usage::Usage;
use serde::Serialize;

/// AWS's `Role`. Which members a reply holds differs: lists leave out boundary and tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RoleShape {
    pub path: String,
    pub role_name: String,
    pub role_id: String,
    pub arn: String,
    pub create_date: String,
    /// URL-encoded (G-10).
    pub assume_role_policy_document: String,
    pub description: Option<String>,
    pub max_session_duration: Option<u32>,
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    pub tags: Option<Vec<Tag>>,
    /// `GetRole` tells it, empty if the role was never used.
    pub role_last_used: Option<RoleLastUsed>,
}

/// AWS's `RoleLastUsed`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RoleLastUsed {
    last_used_date: Option<String>,
    region: Option<String>,
}

impl RoleLastUsed {
    /// When and where a session of the role last asked for anything, within the tracking period.
    pub(crate) fn of(cx: &Cx, role: &Role) -> RoleLastUsed {
        let last = cx.usage.principal(&role.id, cx.now);
        let here = last.map(|last| (last.at, &last.region));
        let elsewhere = role.used_elsewhere.as_ref();
        let elsewhere = elsewhere
            .map(|(at, region)| (*at, region))
            .filter(|(at, _)| Usage::tracks(*at, cx.now));
        let last = here.into_iter().chain(elsewhere).max_by_key(|(at, _)| *at);
        RoleLastUsed {
            last_used_date: last.map(|(at, _)| text(at).into()),
            region: last.map(|(_, region)| region.to_string()),
        }
    }
}

impl RoleShape {
    /// As lists show a role.
    pub(crate) fn brief(state: &State, account: &Account, role: &Role) -> RoleShape {
        RoleShape {
            path: role.path.to_string(),
            role_name: role.name.to_string(),
            role_id: role.id.to_string(),
            arn: role.arn(account.id),
            create_date: text(role.created).into(),
            assume_role_policy_document: url_encoded(&trust::shown(
                state,
                role.trust.text(),
                role.trust.principals(),
            )),
            description: role.description.clone(),
            max_session_duration: Some(role.session_seconds_max),
            permissions_boundary: None,
            tags: None,
            role_last_used: None,
        }
    }

    /// As an instance profile shows its role: without description and session length too.
    pub(crate) fn in_profile(state: &State, account: &Account, role: &Role) -> RoleShape {
        RoleShape {
            description: None,
            max_session_duration: None,
            ..RoleShape::brief(state, account, role)
        }
    }

    /// As `GetRole` shows it: with boundary, and with tags if there are any.
    pub(crate) fn whole(state: &State, account: &Account, role: &Role) -> RoleShape {
        RoleShape {
            permissions_boundary: role
                .boundary
                .as_deref()
                .map(AttachedPermissionsBoundary::of),
            tags: (!role.tags.is_empty()).then(|| role.tags.clone()),
            ..RoleShape::brief(state, account, role)
        }
    }
}
