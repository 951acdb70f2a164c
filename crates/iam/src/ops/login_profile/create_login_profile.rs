//! `CreateLoginProfile`.

use super::held::{self, LoginProfileShape};
use super::new_password;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::{ROOT_NAME, Subject};
use crate::work::Password;
use crate::{Error, context};
use serde::{Deserialize, Serialize};

/// Gives a user, or the caller, a password. Only its argon2id hash is kept. In a session of AssumeRoot it lets the root have one
/// again, which no call sets.
///
/// Permission: `iam:CreateLoginProfile` on the user's ARN. The account's password policy, or AWS's default one, must let it pass.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateLoginProfile {
    user_name: Option<String>,
    password: Option<Password>,
    #[serde(default)]
    password_reset_required: bool,
}

/// The profile, without the password.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateLoginProfileResult {
    login_profile: LoginProfileShape,
}

impl Operation for CreateLoginProfile {
    const NAME: &'static str = "CreateLoginProfile";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateLoginProfile UserName=Bob Password=troubad0ur -> 400 PasswordPolicyViolation Password should meet 1 more of the following requirements: Password should have at least one uppercase letter, Password should have at least one symbol
        root CreateLoginProfile UserName=Bob Password=Tr0ub4dor&3 PasswordResetRequired=true -> CreateLoginProfileResult.LoginProfile.UserName=Bob & CreateLoginProfileResult.LoginProfile.PasswordResetRequired=true
        root CreateLoginProfile UserName=bob Password=Tr0ub4dor&4 -> 409 EntityAlreadyExists Login Profile for user Bob already exists.
        root CreateLoginProfile UserName=Eve Password=Tr0ub4dor&3 -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = CreateLoginProfileResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:CreateLoginProfile")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateLoginProfileResult>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        if held::is_roots(cx, &subject) {
            return self.of_root(cx);
        }
        let Some(user) = subject.user(cx)? else {
            return Err(Error::validation_error(
                "Must specify userName: the root user has no password here",
            ));
        };
        let name = user.name.to_string();
        if user.login_profile.is_some() {
            return Err(Error::entity_already_exists(format!(
                "Login Profile for user {name} already exists."
            )));
        }
        let Some(password) = &self.password else {
            return Err(Error::validation_error("Must specify password"));
        };
        let hash = new_password::accept(cx, None, password)?;
        let login_profile = LoginProfileShape {
            user_name: name.clone(),
            create_date: context::text(cx.now).into(),
            password_reset_required: self.password_reset_required,
        };
        let event = Event::LoginProfileCreated {
            user: name,
            hash,
            reset_required: self.password_reset_required,
        };
        Outcome::event(event, CreateLoginProfileResult { login_profile })
    }
}

impl CreateLoginProfile {
    /// The root may set a password again, by the mail that AWS would send: none is given here.
    fn of_root(&self, cx: &Cx) -> Result<Outcome<CreateLoginProfileResult>, Error> {
        if self.password.is_some() {
            return Err(Error::validation_error(
                "Password must be omitted in a session of AssumeRoot",
            ));
        }
        if cx.account().root_login_profile.is_some() {
            return Err(Error::entity_already_exists(format!(
                "Login Profile for user {ROOT_NAME} already exists."
            )));
        }
        let login_profile = LoginProfileShape::of_root(cx.now);
        Outcome::event(
            Event::RootLoginProfileCreated {},
            CreateLoginProfileResult { login_profile },
        )
    }
}
