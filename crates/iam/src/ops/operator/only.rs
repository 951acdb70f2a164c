//! Who may run the server.

use crate::Error;
use crate::caller::Caller;
use crate::state::State;

/// Refuses everybody but the root of the first account with a long-term key.
///
/// # Errors
/// `AccessDenied`.
pub(crate) fn operator_only(state: &State, caller: &Caller) -> Result<(), Error> {
    if caller.is_root() && caller.session.is_none() && state.operator() == Some(caller.account.id) {
        return Ok(());
    }
    let arn = &caller.principal.arn;
    Err(Error::access_denied(format!(
        "User: {arn} is not the root of the account that runs this server"
    )))
}
