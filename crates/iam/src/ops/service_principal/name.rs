//! What services are called: their principals, and what their callers' requests are signed for.

use crate::Error;

const NAME_BYTES_MAX: usize = 128;
const SIGNING_NAME_BYTES_MAX: usize = 64;

/// Refuses what is not the principal of a service, such as `lambda.amazonaws.com`: parts of small letters, digits and hyphens.
///
/// # Errors
/// `ValidationError`.
pub(super) fn check(name: &str) -> Result<(), Error> {
    if name.len() <= NAME_BYTES_MAX && name.contains('.') && name.split('.').all(is_part) {
        return Ok(());
    }
    Err(Error::validation_error(
        "a service is named by its principal, such as lambda.amazonaws.com",
    ))
}

/// What a service's callers sign for, if the operator does not say: `lambda` for `lambda.amazonaws.com`.
///
/// # Errors
/// `ValidationError` for what no credential scope holds.
pub(super) fn signing_name<'a>(name: &'a str, given: Option<&'a str>) -> Result<&'a str, Error> {
    let first = name.split('.').next().unwrap_or_default();
    let signing_name = given.unwrap_or(first);
    if signing_name.len() <= SIGNING_NAME_BYTES_MAX && is_part(signing_name) {
        return Ok(signing_name);
    }
    Err(Error::validation_error(
        "a signing name is as credential scopes hold it, such as lambda",
    ))
}

fn is_part(part: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !part.is_empty() && part.bytes().all(is_letter)
}
