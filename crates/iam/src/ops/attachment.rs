//! Managed policies on users, groups and roles: attached, detached, listed.

use super::holder::{self, Holder};
use crate::authorize::Permission;
use crate::event::Event;
use crate::operation::{Cx, Outcome};
use crate::page::Page;
use crate::shapes::AttachedPolicy;
use crate::state::Entity;
use crate::{Error, arn, boundary, managed, policies};
use serde::Serialize;

/// The managed policies of a user, group or role, by name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttachedPolicies {
    attached_policies: Vec<AttachedPolicy>,
    is_truncated: bool,
    marker: Option<String>,
}

/// The permission to attach or detach: with `iam:PolicyARN` and the holder's `iam:PermissionsBoundary`.
pub(crate) fn permission<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    entity: &Entity,
    policy_arn: &str,
) -> Permission<'a> {
    holder::permission_to_change(cx, action, entity).with("iam:PolicyARN", policy_arn)
}

/// Attaches a policy; one that is attached already stays so.
///
/// # Errors
/// `NoSuchEntity` for the holder or the policy, `PolicyNotAttachable` for policies of service-linked roles, `LimitExceeded` beyond the
/// quota, `ValidationError` for what is no policy's ARN.
pub(crate) fn attach(cx: &Cx, entity: &Entity, policy_arn: &str) -> Result<Outcome<()>, Error> {
    arn::check_policy(policy_arn)?;
    let account = cx.account();
    let holder = Holder::to_change(account, entity)?;
    let Some(policy) = policies::find(account, policy_arn) else {
        return Err(Error::no_such_entity(format!(
            "Policy {policy_arn} does not exist or is not attachable."
        )));
    };
    if policy.is_for_service_linked_roles() {
        return Err(Error::policy_not_attachable(match entity {
            Entity::Role(_) => "Cannot attach a Service Role Policy to a Customer Role.",
            Entity::User(_) | Entity::Group(_) => boundary::SERVICE_LINKED_ONLY,
        }));
    }
    if holder.attachments.has_managed(policy_arn) {
        return Outcome::read(());
    }
    holder::attached_quota(&cx.settings.quotas, entity)
        .room_beside(holder.attachments.managed.len())?;
    // The account's own policies count with all their versions, attached or not.
    if managed::is_arn(policy_arn) && !account.aws_uses(policy_arn).any() {
        cx.settings
            .quotas
            .policy_versions_in_use
            .room_beside(account.policy_versions_in_use())?;
    }
    let event = Event::PolicyAttached {
        entity: holder.entity,
        arn: policy_arn.to_owned(),
    };
    Outcome::event(event, ())
}

/// Detaches a policy.
///
/// # Errors
/// `NoSuchEntity` for the holder, and for a policy that is not attached to it; `ValidationError` for what is no policy's ARN.
pub(crate) fn detach(cx: &Cx, entity: &Entity, policy_arn: &str) -> Result<Outcome<()>, Error> {
    arn::check_policy(policy_arn)?;
    let holder = Holder::to_change(cx.account(), entity)?;
    if !holder.attachments.has_managed(policy_arn) {
        return Err(Error::no_such_entity(format!(
            "Policy {policy_arn} was not found."
        )));
    }
    let event = Event::PolicyDetached {
        entity: holder.entity,
        arn: policy_arn.to_owned(),
    };
    Outcome::event(event, ())
}

/// A page of the policies of a holder whose own path begins with `path_prefix`.
///
/// # Errors
/// `NoSuchEntity` for the holder, `ValidationError` for a marker that no list gave out.
pub(crate) fn list(
    cx: &Cx,
    entity: &Entity,
    path_prefix: Option<&str>,
    page: Page,
) -> Result<Outcome<AttachedPolicies>, Error> {
    let account = cx.account();
    let prefix = path_prefix.unwrap_or("/");
    let mut policies: Vec<AttachedPolicy> = Holder::of(account, entity)?
        .attachments
        .managed
        .iter()
        .filter(|held| arn::parse_iam(held).is_some_and(|held| held.path.starts_with(prefix)))
        .map(|held| AttachedPolicy::of(held))
        .collect();
    policies.sort_by_cached_key(order);
    let page = page.of(policies.into_iter(), order)?;
    Outcome::read(AttachedPolicies {
        attached_policies: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// By name regardless of case, then by ARN.
fn order(policy: &AttachedPolicy) -> String {
    let name = policy.policy_name.to_ascii_lowercase();
    format!("{name}\0{}", policy.policy_arn)
}
