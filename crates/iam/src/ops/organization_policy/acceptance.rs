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

/// Characters of one policy, white space among them (G-11, G-45, G-49).
fn characters_max(policy_type: PolicyType) -> usize {
    match policy_type {
        PolicyType::ResourceControl => 5120,
        PolicyType::AiServicesOptOut => 2500,
        _ => 10_240,
    }
}

/// Policies of one type in one place of the tree.
pub(crate) fn attachments_max(policy_type: PolicyType) -> usize {
    match policy_type {
        PolicyType::ServiceControl | PolicyType::ResourceControl => 5,
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
