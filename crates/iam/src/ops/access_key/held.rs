//! The access keys of a user or of the root.

use crate::Error;
use crate::state::{AccessKey, Account, User};

/// Letters of a secret access key (I-3).
pub(super) const SECRET_LETTERS: usize = 40;

/// The keys of the user, or of the account's root where there is none.
pub(super) fn by<'a>(account: &'a Account, user: Option<&'a User>) -> &'a [AccessKey] {
    user.map_or(&account.root_keys, |user| &user.access_keys)
}

/// The key with this id, if it belongs to the user, or to the root where there is none.
///
/// # Errors
/// `NoSuchEntity`, also for keys of others.
pub(super) fn one<'a>(
    account: &'a Account,
    user: Option<&'a User>,
    id: &str,
) -> Result<&'a AccessKey, Error> {
    let Some(key) = by(account, user).iter().find(|key| key.id == id) else {
        return Err(Error::no_such_entity(format!(
            "The Access Key with id {id} cannot be found."
        )));
    };
    Ok(key)
}
