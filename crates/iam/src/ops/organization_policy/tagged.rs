//! What carries tags in an organization.

use super::acceptance;
use crate::Error;
use crate::authorize::Permission;
use crate::operation::Cx;
use crate::organizations::{self, Access, Refused};
use crate::state::{Organization, Tag};

/// The tags of the root, a unit, an account, a policy or the resource policy.
///
/// # Errors
/// `TargetNotFoundException`.
pub(super) fn tags<'a>(organization: &'a Organization, id: &str) -> Result<&'a [Tag], Error> {
    organizations::tags(organization, id).ok_or_else(|| Refused::TargetNotFound.error())
}

/// `action` on any of these, with the type of a policy.
///
/// # Errors
/// `AccessDeniedException` for accounts that no policy could give it.
pub(super) fn permission<'a>(
    cx: &Cx<'a>,
    access: Access,
    action: &'static str,
    id: &str,
) -> Result<Permission<'a>, Error> {
    let permission =
        organizations::permission(cx, access, action, |organization| arn(organization, id))?;
    Ok(acceptance::with_type(cx, permission, id))
}

/// The ARN of any of these, whether or not it exists.
fn arn(organization: &Organization, id: &str) -> String {
    if id.starts_with("p-") {
        organizations::policy_arn(organization, id)
    } else if id.starts_with("rp-") {
        organizations::arn::resource_policy(organization, id)
    } else {
        organizations::arn::place(organization, id)
    }
}
