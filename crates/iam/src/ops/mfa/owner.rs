//! Whose device a call is about.

use crate::Error;
use crate::operation::Cx;
use crate::ops::subject::{ROOT_NAME, Subject};
use crate::state::MfaOwner;

/// The user that the call names, or the caller.
///
/// # Errors
/// `ValidationError` where a role session names nobody.
pub(super) fn subject<'a>(cx: &Cx<'a>, user_name: Option<&'a str>) -> Result<Subject<'a>, Error> {
    let itself = user_name == Some(ROOT_NAME)
        && cx.caller.is_root()
        && cx.account().user(ROOT_NAME).is_none();
    if itself {
        return Ok(Subject::Root);
    }
    Subject::of(cx, user_name)
}

/// The owner that a subject is.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) fn owner<'a>(cx: &Cx<'a>, subject: &Subject<'a>) -> Result<MfaOwner, Error> {
    Ok(MfaOwner::of(subject.user(cx)?))
}

/// Who has a device already adds and removes his own in a session that he proved a code for (S-34). Whoever sees to the
/// roots of an organization has not got the device of the root that he is for a task.
///
/// # Errors
/// `AccessDenied`.
pub(super) fn may_change_own(
    cx: &Cx,
    subject: &Subject,
    owner: &MfaOwner,
    action: &str,
) -> Result<(), Error> {
    let proven = cx
        .caller
        .session
        .as_ref()
        .is_some_and(|session| session.mfa);
    let has_one = cx.account().mfa_devices_of(owner).next().is_some();
    let for_a_task = cx.caller.is_assumed_root();
    if proven || for_a_task || !has_one || cx.caller.mfa_owner().as_ref() != Some(owner) {
        return Ok(());
    }
    Err(Error::access_denied(format!(
        "User: {} is not authorized to perform: {action} on resource: {}",
        cx.caller.principal.arn,
        subject.permission(cx, "iam:EnableMFADevice").resource
    )))
}
