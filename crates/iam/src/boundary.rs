//! Permissions boundaries: which policies may be one (F-8).

use crate::Error;
use crate::state::Account;

/// Refuses a boundary that is not a managed policy of the account.
///
/// # Errors
/// `NoSuchEntity` in AWS's words.
pub(crate) fn check(account: &Account, arn: Option<&str>) -> Result<(), Error> {
    match arn {
        Some(arn) if account.policy(arn).is_none() => Err(Error::no_such_entity(format!(
            "Scope ARN: {arn} does not exist or is not attachable."
        ))),
        _ => Ok(()),
    }
}
