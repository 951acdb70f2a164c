//! What tokens and keys are called.

use crate::Error;
use std::ops::RangeInclusive;

/// Refuses what is too short or too long, or has other signs than AWS's names have; `what` is its name in the refusal.
///
/// # Errors
/// `ValidationError`.
pub(super) fn check(
    what: &str,
    text: &str,
    characters: RangeInclusive<usize>,
) -> Result<(), Error> {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if characters.contains(&text.len()) && text.bytes().all(sign) {
        return Ok(());
    }
    Err(Error::validation_error(format!(
        "{what} has {} to {} letters, digits and signs of _+=,.@-",
        characters.start(),
        characters.end()
    )))
}
