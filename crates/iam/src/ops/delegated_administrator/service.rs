//! Permissions about a service that acts in an organization.

use crate::Error;
use crate::authorize::Permission;
use crate::operation::Cx;
use crate::organizations::{self, Access, Refused};
use crate::state::Organization;
use policy::catalogue;

/// What stands last before `.amazonaws.com` in principals that AWS documents for trusted access, where its actions go by another name.
const NAMED_OTHERWISE: &[&str] = &[
    "aws-artifact-account-sync",
    "bcm",
    "config-multiaccountsetup",
    "ipam",
    "macie",
    "marketplace",
    "member-account",
    "networkinsights",
];

/// `action` on what the organization holds, with `organizations:ServicePrincipal`.
///
/// # Errors
/// `AccessDeniedException` for accounts that no policy could give it.
pub(super) fn permissions<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    service: &str,
    resource: impl FnOnce(&Organization) -> String,
) -> Result<Vec<Permission<'a>>, Error> {
    let permission = organizations::permission(cx, Access::Management, action, resource)?;
    Ok(vec![
        permission.with("organizations:ServicePrincipal", service),
    ])
}

/// Refuses what no service is called: neither one of AWS that has actions, nor one that the operator registered, nor one that the
/// organization gave access when it was.
///
/// # Errors
/// `InvalidInputException`.
pub(super) fn recognized(
    cx: &Cx,
    organization: &Organization,
    principal: &str,
) -> Result<(), Error> {
    let is_enabled = organization.services.contains_key(principal);
    let operator = cx.state.operator().and_then(|id| cx.state.account(id));
    let is_registered = operator.is_some_and(|account| account.services.contains_key(principal));
    let stem = principal.strip_suffix(".amazonaws.com");
    let last = stem.and_then(|stem| stem.rsplit('.').next());
    let is_aws = |name| catalogue::service(name).is_some() || NAMED_OTHERWISE.contains(&name);
    if is_enabled || is_registered || last.is_some_and(is_aws) {
        Ok(())
    } else {
        Err(Refused::Service.error())
    }
}
