//! What a permission is asked on: the true ARN of what exists, with the condition keys that follow from it.

use crate::arn;
use crate::authorize::Permission;
use crate::operation::Cx;

/// `action` on a user, with its tags; on path `/` if there is no such user, so that nothing is revealed.
pub(crate) fn on_user<'a>(cx: &Cx<'a>, action: &'static str, name: &str) -> Permission<'a> {
    let account = cx.account();
    match account.user(name) {
        Some(user) => {
            Permission::on(action, user.arn(account.id), account.id).with_entity_tags(&user.tags)
        }
        None => Permission::on(action, arn::user(account.id, "/", name), account.id),
    }
}

/// `action` on a role, with its tags; on path `/` if there is no such role.
pub(crate) fn on_role<'a>(cx: &Cx<'a>, action: &'static str, name: &str) -> Permission<'a> {
    let account = cx.account();
    match account.role(name) {
        Some(role) => {
            Permission::on(action, role.arn(account.id), account.id).with_entity_tags(&role.tags)
        }
        None => Permission::on(action, arn::role(account.id, "/", name), account.id),
    }
}

/// The same with `iam:PermissionsBoundary`, the boundary that the role has.
pub(crate) fn on_bounded_role<'a>(cx: &Cx<'a>, action: &'static str, name: &str) -> Permission<'a> {
    let role = cx.account().role(name);
    let boundary = role.and_then(|role| role.boundary.clone());
    on_role(cx, action, name).with_some("iam:PermissionsBoundary", boundary)
}

/// `action` on a group, which has no tags; on path `/` if there is no such group.
pub(crate) fn on_group<'a>(cx: &Cx<'a>, action: &'static str, name: &str) -> Permission<'a> {
    let account = cx.account();
    let arn = account.group(name).map_or_else(
        || arn::group(account.id, "/", name),
        |group| group.arn(account.id),
    );
    Permission::on(action, arn, account.id)
}

/// `action` on a managed policy of whatever account, with its tags.
pub(crate) fn on_policy<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    policy_arn: &'a str,
) -> Permission<'a> {
    let account = cx.account();
    let owner = arn::owner(policy_arn).unwrap_or(account.id);
    let permission = Permission::on(action, policy_arn, owner);
    match account.policy(policy_arn) {
        Some(policy) => permission.with_resource_tags(&policy.tags),
        None => permission,
    }
}

/// `action` on all that a list may show: `arn:aws:iam::A:user/prefix`.
pub(crate) fn on_list<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    kind: &str,
    path_prefix: &str,
) -> Permission<'a> {
    let account = cx.account().id;
    Permission::on(
        action,
        format!("arn:aws:iam::{account}:{kind}{path_prefix}"),
        account,
    )
}
