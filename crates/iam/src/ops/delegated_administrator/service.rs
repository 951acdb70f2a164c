//! Permissions about a service that acts in an organization.

use crate::Error;
use crate::authorize::Permission;
use crate::operation::Cx;
use crate::organizations::{self, Access};
use crate::state::Organization;

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
