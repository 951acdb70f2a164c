//! Names of units.

use crate::Error;
use crate::organizations::Refused;
use crate::state::Organization;

/// Refuses a name that another unit of the same parent has, in any case.
///
/// # Errors
/// `DuplicateOrganizationalUnitException`.
pub(super) fn check(
    organization: &Organization,
    parent: &str,
    name: &str,
    own: Option<&str>,
) -> Result<(), Error> {
    let taken = organization.units.values().any(|unit| {
        unit.parent == parent && unit.name.eq_ignore_ascii_case(name) && own != Some(&*unit.id)
    });
    if taken {
        return Err(Refused::DuplicateUnit.error());
    }
    Ok(())
}
