//! What a call names must exist: AWS's refusals where it does not.

use crate::policies::{self, AnyPolicy};
use crate::state::{Account, Attachments, Group, ManagedPolicy, Role, User};
use crate::{Error, arn};

/// The user with this name, in any case.
///
/// # Errors
/// `NoSuchEntity`.
pub(crate) fn user<'a>(account: &'a Account, name: &str) -> Result<&'a User, Error> {
    let Some(user) = account.user(name) else {
        return Err(no_such_user(name));
    };
    Ok(user)
}

/// The group with this name, in any case.
///
/// # Errors
/// `NoSuchEntity`.
pub(crate) fn group<'a>(account: &'a Account, name: &str) -> Result<&'a Group, Error> {
    let Some(group) = account.group(name) else {
        return Err(Error::no_such_entity(format!(
            "The group with name {name} cannot be found."
        )));
    };
    Ok(group)
}

/// The role with this name, in any case.
///
/// # Errors
/// `NoSuchEntity`.
pub(crate) fn role<'a>(account: &'a Account, name: &str) -> Result<&'a Role, Error> {
    let Some(role) = account.role(name) else {
        return Err(no_such_role(name));
    };
    Ok(role)
}

/// The refusal for a role that is not there.
pub(crate) fn no_such_role(name: &str) -> Error {
    Error::no_such_entity(format!("The role with name {name} cannot be found."))
}

/// The managed policy with exactly this ARN, of the account or of AWS.
///
/// # Errors
/// `NoSuchEntity`; `ValidationError` for what is not a policy's ARN.
pub(crate) fn policy<'a>(account: &'a Account, arn: &str) -> Result<AnyPolicy<'a>, Error> {
    arn::check_policy(arn)?;
    policies::find(account, arn).ok_or_else(|| no_such_policy(arn))
}

/// The account's own managed policy with exactly this ARN: one that may be changed. Nobody has permission to change those of AWS
/// (M-46), so that here they are as good as not there.
///
/// # Errors
/// `NoSuchEntity`; `ValidationError` for what is not a policy's ARN.
pub(crate) fn own_policy<'a>(account: &'a Account, arn: &str) -> Result<&'a ManagedPolicy, Error> {
    arn::check_policy(arn)?;
    let Some(policy) = account.policy(arn) else {
        return Err(no_such_policy(arn));
    };
    Ok(policy)
}

fn no_such_policy(arn: &str) -> Error {
    Error::no_such_entity(format!("Policy {arn} was not found."))
}

/// The refusal for a user who is not there.
fn no_such_user(name: &str) -> Error {
    Error::no_such_entity(format!("The user with name {name} cannot be found."))
}

/// Refuses to delete what still has policies.
///
/// # Errors
/// `DeleteConflict`.
pub(crate) fn no_policies(attachments: &Attachments) -> Result<(), Error> {
    if !attachments.managed.is_empty() {
        return Err(Error::delete_conflict(
            "Cannot delete entity, must detach all policies first.",
        ));
    }
    if !attachments.inline.is_empty() {
        return Err(Error::delete_conflict(
            "Cannot delete entity, must delete policies first.",
        ));
    }
    Ok(())
}
