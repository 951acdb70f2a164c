//! The account's password policy.

use crate::Error;
use crate::operation::Cx;
use crate::state::PasswordPolicy;

/// The policy that the account has set.
///
/// # Errors
/// `NoSuchEntity` where AWS's default is in force.
pub(super) fn existing<'a>(cx: &Cx<'a>) -> Result<&'a PasswordPolicy, Error> {
    let account = cx.account();
    let Some(policy) = &account.password_policy else {
        return Err(Error::no_such_entity(format!(
            "The Password Policy with domain name {} cannot be found.",
            account.id
        )));
    };
    Ok(policy)
}
