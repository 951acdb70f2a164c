//! Which policies an organization takes, and where they are attached (spec §1.7, §1.8).

use crate::Error;
use crate::authorize::Permission;
use crate::operation::Cx;
use crate::organizations::{self, Access, PolicyType, Refused, arn};
use crate::state::Organization;
use smol_str::SmolStr;

/// Refuses a document that AWS would not keep for this type.
///
/// # Errors
/// `ConstraintViolationException` for its size, else `MalformedPolicyDocumentException` (G-46).
pub(crate) fn content(policy_type: PolicyType, text: &str) -> Result<(), Error> {
    if text.chars().count() > characters_max(policy_type) {
        return Err(Refused::PolicySize.error());
    }
    let malformed = || Refused::MalformedPolicy.error();
    match organizations::kind(policy_type) {
        Some(kind) => policy::accept(text, kind)
            .map(drop)
            .map_err(|_| malformed()),
        // Settings of services are theirs to understand; they are one JSON object, below one name.
        None => {
            let settings: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(text).map_err(|_| malformed())?;
            let key = policy_type.content_key();
            let is_known = |name: &String| key.is_none_or(|key| key == name);
            if settings.keys().all(is_known) {
                Ok(())
            } else {
                Err(malformed())
            }
        }
    }
}

/// Characters of one policy, white space among them (G-11, G-45, G-49). AWS tells no size of the types that came last: they have that
/// of their neighbours.
fn characters_max(policy_type: PolicyType) -> usize {
    match policy_type {
        PolicyType::ServiceControl => 10_240,
        PolicyType::ResourceControl => 5120,
        PolicyType::AiServicesOptOut => 2500,
        _ => 10_000,
    }
}

/// Policies of one type in one organization.
pub(super) fn policies_max(policy_type: PolicyType) -> usize {
    match policy_type {
        PolicyType::ServiceControl => 10_000,
        PolicyType::ResourceControl => 2000,
        _ => 1000,
    }
}

/// Policies of one type in one place of the tree.
pub(crate) fn attachments_max(policy_type: PolicyType) -> usize {
    match policy_type {
        PolicyType::ResourceControl | PolicyType::Chatbot | PolicyType::AiServicesOptOut => 5,
        _ => 10,
    }
}

/// Refuses a name that another policy of the type has.
///
/// # Errors
/// `DuplicatePolicyException`.
pub(super) fn name(
    organization: &Organization,
    policy_type: PolicyType,
    name: &str,
    own: Option<&str>,
) -> Result<(), Error> {
    let policies = organizations::policies_of(organization, policy_type);
    let taken = policies
        .iter()
        .any(|policy| policy.name == name && own != Some(&*policy.id));
    if taken {
        return Err(Refused::DuplicatePolicy.error());
    }
    Ok(())
}

/// Every place that a policy is attached to.
pub(super) fn targets(organization: &Organization, policy: &str) -> Vec<String> {
    let attached = |id: &String| {
        let node = organization.node(id);
        node.is_some_and(|node| node.policies.iter().any(|held| held == policy))
    };
    organization.places().into_iter().filter(attached).collect()
}

/// The policies of a type in one place.
pub(crate) fn attached<'a>(
    organization: &'a Organization,
    target: &str,
    policy_type: PolicyType,
) -> Vec<&'a SmolStr> {
    let node = organization.node(target);
    let of_type = |id: &&SmolStr| {
        organizations::policy(organization, id)
            .is_ok_and(|policy| policy.policy_type() == policy_type)
    };
    let held = node.into_iter().flat_map(|node| &node.policies);
    held.filter(of_type).collect()
}

/// Adds `organizations:PolicyType`, where the policy exists.
pub(super) fn with_type<'a>(cx: &Cx, permission: Permission<'a>, id: &str) -> Permission<'a> {
    let organization = cx.state.organization_of(cx.account().id);
    let policy = organization.and_then(|organization| organizations::policy(organization, id).ok());
    let policy_type = policy.map(|policy| policy.policy_type().text());
    permission.with_some("organizations:PolicyType", policy_type)
}

/// `action` on a policy and on where it is attached, with the policy's type.
///
/// # Errors
/// `AccessDeniedException` for accounts that no policy could give it.
pub(super) fn attaching<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    policy_id: &str,
    target_id: &str,
) -> Result<Vec<Permission<'a>>, Error> {
    let policy = organizations::permission(cx, Access::Delegable, action, |organization| {
        organizations::policy_arn(organization, policy_id)
    })?;
    let target = organizations::permission(cx, Access::Delegable, action, |organization| {
        arn::place(organization, target_id)
    })?;
    let both = [policy, target].into_iter();
    Ok(both
        .map(|permission| with_type(cx, permission, policy_id))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AWS's "Quotas and service limits for AWS Organizations".
    #[test]
    fn quotas_are_those_of_the_user_guide() {
        let of = |policy_type| {
            (
                policies_max(policy_type),
                characters_max(policy_type),
                attachments_max(policy_type),
            )
        };
        assert_eq!(of(PolicyType::ServiceControl), (10_000, 10_240, 10));
        assert_eq!(of(PolicyType::ResourceControl), (2000, 5120, 5));
        assert_eq!(of(PolicyType::DeclarativeEc2), (1000, 10_000, 10));
        assert_eq!(of(PolicyType::Backup), (1000, 10_000, 10));
        assert_eq!(of(PolicyType::Tag), (1000, 10_000, 10));
        assert_eq!(of(PolicyType::Chatbot), (1000, 10_000, 5));
        assert_eq!(of(PolicyType::AiServicesOptOut), (1000, 2500, 5));
        assert_eq!(of(PolicyType::SecurityHub), (1000, 10_000, 10));
    }
}
