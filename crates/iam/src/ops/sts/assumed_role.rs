//! What all ways of assuming a role have in common: finding it, how long, and how the session is called.

use crate::state::{Account, Role, State};
use crate::{AccountId, Error, arn};
use serde::Serialize;

/// One hour: what a caller gets who does not say.
pub(super) const SECONDS_DEFAULT: u32 = 3_600;

/// AWS's `AssumedRoleUser`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumedRoleUser {
    assumed_role_id: String,
    arn: String,
}

impl AssumedRoleUser {
    /// The session of this name.
    pub(super) fn of(account: AccountId, role: &Role, session_name: &str) -> AssumedRoleUser {
        AssumedRoleUser {
            assumed_role_id: format!("{}:{session_name}", role.id),
            arn: arn::assumed_role(account, &role.name, session_name),
        }
    }
}

/// Refuses what cannot be the ARN of a role: `^arn:[^:]+:[^:]+:[^:]*:[^:]*:[^:]+$` (S-13).
///
/// # Errors
/// `ValidationError` in AWS's words.
pub(super) fn check_arn(text: &str) -> Result<(), Error> {
    let parts: Vec<&str> = text.split(':').collect();
    let is_arn = parts.len() == 6
        && parts[0] == "arn"
        && [1, 2, 5].iter().all(|&index| !parts[index].is_empty());
    if is_arn {
        Ok(())
    } else {
        Err(Error::validation_error(format!("{text} is invalid")))
    }
}

/// The account that a role's ARN names, if it is here and has not been closed.
pub(super) fn account<'a>(state: &'a State, role_arn: &str) -> Option<&'a Account> {
    let account = state.account(arn::owner(role_arn)?)?;
    (!state.is_closed(account.id)).then_some(account)
}

/// The role with exactly this ARN, path and case included (S-27).
pub(super) fn role<'a>(state: &'a State, role_arn: &str) -> Option<(&'a Account, &'a Role)> {
    let parsed = arn::parse_iam(role_arn).filter(|parsed| parsed.kind == "role")?;
    let account = account(state, role_arn)?;
    let role = account.role(parsed.name)?;
    (role.arn(account.id) == role_arn).then_some((account, role.as_ref()))
}

/// How long the session lasts: what was asked for, if the role has it.
///
/// # Errors
/// `ValidationError` in AWS's words (S-23).
pub(super) fn seconds(role: &Role, wanted: Option<u32>) -> Result<u32, Error> {
    let seconds = wanted.unwrap_or(SECONDS_DEFAULT);
    if seconds > role.session_seconds_max {
        return Err(Error::validation_error(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(seconds)
}
