//! `UpdateLoginProfile`.

use super::{held, new_password};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::work::Password;
use serde::Deserialize;

/// Sets another password for a user, or says whether he must change it; what is left out stays.
///
/// Permission: `iam:UpdateLoginProfile` on the user's ARN. The account's password policy must let it pass, and must not forbid to use it
/// again.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateLoginProfile {
    user_name: String,
    password: Option<Password>,
    password_reset_required: Option<bool>,
}

impl Operation for UpdateLoginProfile {
    const NAME: &'static str = "UpdateLoginProfile";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UpdateLoginProfile UserName=Bob Password=Tr0ub4dor&3 -> 404 NoSuchEntity Login Profile for User Bob cannot be found.
        root CreateLoginProfile UserName=Bob Password=Tr0ub4dor&3 -> ok
        root UpdateLoginProfile UserName=Bob Password=Tr0 -> 400 PasswordPolicyViolation Password should have a minimum length of 8
        root UpdateLoginProfile UserName=Bob PasswordResetRequired=true -> ok
        root GetLoginProfile UserName=Bob -> GetLoginProfileResult.LoginProfile.PasswordResetRequired=true
        root UpdateLoginProfile UserName=Bob PasswordResetRequired=true -> unchanged
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, Some(&self.user_name))?;
        Ok(vec![subject.permission(cx, "iam:UpdateLoginProfile")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let subject = Subject::of(cx, Some(&self.user_name))?;
        let (user, profile) = held::existing(cx, &subject)?;
        let hash = match &self.password {
            Some(password) => Some(new_password::accept(cx, Some(profile), password)?),
            None => None,
        };
        let reset_required = self
            .password_reset_required
            .filter(|new| *new != profile.reset_required);
        if hash.is_none() && reset_required.is_none() {
            return Outcome::read(());
        }
        let event = Event::LoginProfileUpdated {
            user: user.name.to_string(),
            hash,
            reset_required,
        };
        Outcome::event(event, ())
    }
}
