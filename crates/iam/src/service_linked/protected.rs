use crate::Error;
use crate::state::Role;

/// Refuses to change the role of a service, as every operation does that could alter what it may or who assumes it.
///
/// # Errors
/// `UnmodifiableEntity` in AWS's words.
pub(crate) fn check_modifiable(role: &Role) -> Result<(), Error> {
    if role.linked_service.is_none() {
        return Ok(());
    }
    Err(Error::unmodifiable_entity(format!(
        "Cannot perform the operation on the protected role '{}' - this role is only modifiable by AWS",
        role.name
    )))
}
