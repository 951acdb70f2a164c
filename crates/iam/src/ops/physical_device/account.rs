//! The account that the operator names.

use crate::operation::Cx;
use crate::state::Account;
use crate::{AccountId, Error};

/// The account with this id, or the first one.
///
/// # Errors
/// `ValidationError` for what is no id, `NoSuchEntity`.
pub(super) fn named<'a>(cx: &Cx<'a>, id: Option<&str>) -> Result<&'a Account, Error> {
    let Some(id) = id else {
        return Ok(cx.account());
    };
    let id: AccountId = id.parse().map_err(Error::validation_error)?;
    cx.state
        .account(id)
        .ok_or_else(|| Error::no_such_entity(format!("There is no account {id}.")))
}
