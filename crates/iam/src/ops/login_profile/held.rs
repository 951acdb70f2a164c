//! The login profile that a call is about, and AWS's `LoginProfile`.

use crate::operation::Cx;
use crate::ops::subject::{ROOT_NAME, Subject};
use crate::state::{LoginProfile, User};
use crate::{Error, context};
use jiff::Timestamp;
use serde::Serialize;

/// AWS's `LoginProfile`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LoginProfileShape {
    pub user_name: String,
    pub create_date: String,
    pub password_reset_required: bool,
}

impl LoginProfileShape {
    pub(super) fn of(user: &User, profile: &LoginProfile) -> LoginProfileShape {
        LoginProfileShape {
            user_name: user.name.to_string(),
            create_date: context::text(profile.created).into(),
            password_reset_required: profile.reset_required,
        }
    }

    /// The root's: it has none of a user's, may only set a password by mail.
    pub(super) fn of_root(since: Timestamp) -> LoginProfileShape {
        LoginProfileShape {
            user_name: ROOT_NAME.to_owned(),
            create_date: context::text(since).into(),
            password_reset_required: false,
        }
    }
}

/// Whether a call is about what the root signs in with: only in a session of AssumeRoot is anything of it seen or changed.
pub(super) fn is_roots(cx: &Cx, subject: &Subject) -> bool {
    cx.caller.is_assumed_root() && matches!(subject, Subject::Root)
}

/// Since when the root of the caller's account has a login profile.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) fn of_root(cx: &Cx) -> Result<Timestamp, Error> {
    let since = cx.account().root_login_profile;
    since.ok_or_else(|| no_profile("null"))
}

/// The user and his profile. The root has none of this kind.
///
/// # Errors
/// `NoSuchEntity` for the user or the profile.
pub(super) fn existing<'a>(
    cx: &Cx<'a>,
    subject: &Subject<'a>,
) -> Result<(&'a User, &'a LoginProfile), Error> {
    let Some(user) = subject.user(cx)? else {
        return Err(no_profile("null"));
    };
    match &user.login_profile {
        Some(profile) => Ok((user, profile)),
        None => Err(no_profile(&user.name)),
    }
}

/// The refusal for a user without a password.
fn no_profile(name: &str) -> Error {
    Error::no_such_entity(format!("Login Profile for User {name} cannot be found."))
}
