//! What carries tags in an organization.

use crate::Error;
use crate::organizations::{self, Refused};
use crate::state::{Organization, Tag};

/// The tags of the root, a unit, an account, a policy or the resource policy.
///
/// # Errors
/// `TargetNotFoundException`.
pub(super) fn tags<'a>(organization: &'a Organization, id: &str) -> Result<&'a [Tag], Error> {
    if let Ok(policy) = organizations::policy(organization, id) {
        return Ok(&policy.tags);
    }
    match &organization.resource_policy {
        Some(policy) if policy.id == id => Ok(&policy.tags),
        _ => match organization.node(id) {
            Some(node) => Ok(&node.tags),
            None => Err(Refused::TargetNotFound.error()),
        },
    }
}

/// The ARN of any of these, whether or not it exists.
pub(super) fn arn(organization: &Organization, id: &str) -> String {
    if id.starts_with("p-") {
        organizations::policy_arn(organization, id)
    } else if id.starts_with("rp-") {
        organizations::arn::resource_policy(organization, id)
    } else {
        organizations::arn::place(organization, id)
    }
}
