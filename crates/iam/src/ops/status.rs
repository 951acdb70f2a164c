//! Making a user's credentials active and inactive.

use crate::Error;
use crate::state::KeyStatus;

/// The status that a caller wants a thing to have; `Expired` is in the model, and nothing can be made so.
///
/// # Errors
/// `InvalidInput`.
pub(crate) fn wanted(thing: &str, status: &str) -> Result<KeyStatus, Error> {
    match status {
        "Active" => Ok(KeyStatus::Active),
        "Inactive" => Ok(KeyStatus::Inactive),
        other => Err(Error::invalid_input(format!(
            "The status of {thing} cannot be set to {other}."
        ))),
    }
}
