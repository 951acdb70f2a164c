//! AWS's `UserDetail`, `GroupDetail`, `RoleDetail` and `ManagedPolicyDetail`: what `GetAccountAuthorizationDetails` shows.

use super::{
    AttachedPermissionsBoundary, AttachedPolicy, InstanceProfileShape, PolicyVersionShape,
    RoleLastUsed, url_encoded,
};
use crate::context::text;
use crate::operation::Cx;
use crate::policies::AnyPolicy;
use crate::state::{Account, Attachments, Group, Role, Tag, User, sorted_names};
use crate::trust;
use serde::Serialize;

/// AWS's `UserDetail`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UserDetail {
    path: String,
    user_name: String,
    user_id: String,
    arn: String,
    create_date: String,
    user_policy_list: Vec<PolicyDetail>,
    group_list: Vec<String>,
    attached_managed_policies: Vec<AttachedPolicy>,
    permissions_boundary: Option<AttachedPermissionsBoundary>,
    tags: Vec<Tag>,
}

/// AWS's `GroupDetail`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GroupDetail {
    path: String,
    group_name: String,
    group_id: String,
    arn: String,
    create_date: String,
    group_policy_list: Vec<PolicyDetail>,
    attached_managed_policies: Vec<AttachedPolicy>,
}

/// AWS's `RoleDetail`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RoleDetail {
    path: String,
    role_name: String,
    role_id: String,
    arn: String,
    create_date: String,
    /// URL-encoded (G-10).
    assume_role_policy_document: String,
    instance_profile_list: Vec<InstanceProfileShape>,
    role_policy_list: Vec<PolicyDetail>,
    attached_managed_policies: Vec<AttachedPolicy>,
    permissions_boundary: Option<AttachedPermissionsBoundary>,
    tags: Vec<Tag>,
    role_last_used: RoleLastUsed,
}

/// AWS's `ManagedPolicyDetail`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ManagedPolicyDetail {
    policy_name: String,
    policy_id: Option<String>,
    arn: String,
    path: String,
    default_version_id: String,
    attachment_count: usize,
    permissions_boundary_usage_count: usize,
    is_attachable: bool,
    description: Option<String>,
    create_date: String,
    update_date: String,
    policy_version_list: Vec<PolicyVersionShape>,
}

/// AWS's `PolicyDetail`: an inline policy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyDetail {
    policy_name: String,
    /// URL-encoded (G-10).
    policy_document: String,
}

impl UserDetail {
    pub(crate) fn of(account: &Account, user: &User) -> UserDetail {
        let groups = user.groups.iter().filter_map(|key| account.groups.get(key));
        UserDetail {
            path: user.path.to_string(),
            user_name: user.name.to_string(),
            user_id: user.id.to_string(),
            arn: user.arn(account.id),
            create_date: text(user.created).into(),
            user_policy_list: inline(&user.attachments),
            group_list: groups.map(|group| group.name.to_string()).collect(),
            attached_managed_policies: attached(&user.attachments),
            permissions_boundary: user
                .boundary
                .as_deref()
                .map(AttachedPermissionsBoundary::of),
            tags: user.tags.clone(),
        }
    }
}

impl GroupDetail {
    pub(crate) fn of(account: &Account, group: &Group) -> GroupDetail {
        GroupDetail {
            path: group.path.to_string(),
            group_name: group.name.to_string(),
            group_id: group.id.to_string(),
            arn: group.arn(account.id),
            create_date: text(group.created).into(),
            group_policy_list: inline(&group.attachments),
            attached_managed_policies: attached(&group.attachments),
        }
    }
}

impl RoleDetail {
    pub(crate) fn of(cx: &Cx, account: &Account, role: &Role) -> RoleDetail {
        let state = cx.state;
        RoleDetail {
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
            instance_profile_list: account
                .instance_profiles_of(&role.name)
                .map(|profile| InstanceProfileShape::brief(state, account, profile))
                .collect(),
            role_policy_list: inline(&role.attachments),
            attached_managed_policies: attached(&role.attachments),
            permissions_boundary: role
                .boundary
                .as_deref()
                .map(AttachedPermissionsBoundary::of),
            tags: role.tags.clone(),
            role_last_used: RoleLastUsed::of(cx, role),
        }
    }
}

impl ManagedPolicyDetail {
    /// Of AWS's policies the version in force alone is shown: some have had more than a hundred.
    pub(crate) fn of(account: &Account, policy: AnyPolicy) -> ManagedPolicyDetail {
        let uses = policy.uses(account);
        let mut versions = policy.versions();
        if let AnyPolicy::Aws(_) = policy {
            versions.retain(|version| version.number() == policy.default_version());
        }
        ManagedPolicyDetail {
            policy_name: policy.name().to_owned(),
            policy_id: policy.id().map(str::to_owned),
            arn: policy.arn(account),
            path: policy.path().to_owned(),
            default_version_id: format!("v{}", policy.default_version()),
            attachment_count: uses.attachments,
            permissions_boundary_usage_count: uses.boundaries,
            is_attachable: true,
            description: policy.description().map(str::to_owned),
            create_date: policy.created(),
            update_date: policy.updated(),
            policy_version_list: versions
                .into_iter()
                .map(|version| PolicyVersionShape::whole(policy, version))
                .collect(),
        }
    }
}

fn inline(attachments: &Attachments) -> Vec<PolicyDetail> {
    sorted_names(attachments.inline.keys())
        .into_iter()
        .map(|name| PolicyDetail {
            policy_name: name.to_owned(),
            policy_document: url_encoded(attachments.inline[name].text()),
        })
        .collect()
}

fn attached(attachments: &Attachments) -> Vec<AttachedPolicy> {
    let attached = attachments.managed.iter();
    attached.map(|arn| AttachedPolicy::of(arn)).collect()
}
