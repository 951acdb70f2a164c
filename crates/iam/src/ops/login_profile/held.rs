//! The login profile that a call is about, and AWS's `LoginProfile`.

use crate::operation::Cx;
use crate::ops::subject::Subject;
use crate::state::{LoginProfile, User};
use crate::{Error, context};
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
}

/// The user and his profile. The root has none here.
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
