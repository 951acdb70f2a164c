//! Whose call it is: the management account's, another member's, or nobody's in the organization.

use super::delegation::{ADMINISTRATORS_READ, MEMBERS_ASK};
use super::found;
use super::refusal::Refused;
use crate::Error;
use crate::authorize::Permission;
use crate::operation::Cx;
use crate::state::Organization;
use policy::Policy;

/// Who may be given an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// The management account alone.
    Management,
    /// The organization's resource policy can give it to other members.
    Delegable,
    /// Accounts that administer a service have it too.
    Reading,
    /// So has every member, about its own account.
    ReadingOwn,
}

/// The organization of the caller's account.
///
/// # Errors
/// `AWSOrganizationsNotInUseException`.
pub(crate) fn organization<'a>(cx: &Cx<'a>) -> Result<&'a Organization, Error> {
    let organization = cx.state.organization_of(cx.account().id);
    organization.ok_or_else(|| Refused::NoOrganization.error())
}

/// The permission to do something to what the organization holds, with the tags of it. Whoever has no organization is asked for the
/// action alone.
///
/// # Errors
/// `AccessDeniedException` for accounts that no policy could give it.
pub(crate) fn permission<'a>(
    cx: &Cx<'a>,
    access: Access,
    action: &'static str,
    resource: impl FnOnce(&Organization) -> String,
) -> Result<Permission<'a>, Error> {
    let account = cx.account().id;
    let Some((organization, member)) = cx.state.membership(account) else {
        return Ok(Permission::on(action, "*", account));
    };
    let resource = resource(organization);
    let id = resource.rsplit('/').next().unwrap_or_default();
    let tags = found::tags(organization, id).unwrap_or_default();
    let is_own = access == Access::ReadingOwn && id == account.to_string();
    let permission =
        Permission::on(action, resource, organization.management).with_resource_tags(tags);
    if organization.management == account {
        return Ok(permission);
    }
    if is_own {
        return Ok(permission.granted_by(Policy {
            name: "member of the organization",
            arn: None,
            compiled: &MEMBERS_ASK,
        }));
    }
    let is_reading = matches!(access, Access::Reading | Access::ReadingOwn);
    if is_reading && !member.administers.is_empty() {
        return Ok(permission.granted_by(Policy {
            name: "delegated administrator",
            arn: None,
            compiled: &ADMINISTRATORS_READ,
        }));
    }
    match &organization.resource_policy {
        Some(policy) if access != Access::Management => {
            let granting = Policy {
                name: "resource policy",
                arn: None,
                compiled: policy.content.compiled(),
            };
            Ok(permission.granted_by_bound(granting, &policy.content.document.principals))
        }
        _ => Err(not_allowed()),
    }
}

/// The refusal of those whom no policy could let in.
pub(crate) fn not_allowed() -> Error {
    Error::access_denied("You don't have permissions to access this resource.")
}
