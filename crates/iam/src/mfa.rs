//! One-time codes passed to STS.

use crate::Error;

/// Refuses every code: there are no MFA devices yet, so no serial number is associated with any caller (S-30, S-31).
///
/// # Errors
/// `AccessDenied` in AWS's words, unless neither serial number nor code was passed.
pub(crate) fn check(serial_number: Option<&str>, token_code: Option<&str>) -> Result<(), Error> {
    match (serial_number, token_code) {
        (None, None) => Ok(()),
        (Some(_), Some(_)) => Err(Error::access_denied(
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
        )),
        _ => Err(Error::access_denied(
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
        )),
    }
}
