//! `GetLoginProfile`.

use super::held::{self, LoginProfileShape};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use serde::{Deserialize, Serialize};

/// Tells whether a user, or the caller, has a password, and since when. Of the root it is told in a session of AssumeRoot.
///
/// Permission: `iam:GetLoginProfile` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetLoginProfile {
    user_name: Option<String>,
}

/// The profile, without the password.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetLoginProfileResult {
    login_profile: LoginProfileShape,
}

impl Operation for GetLoginProfile {
    const NAME: &'static str = "GetLoginProfile";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root GetLoginProfile UserName=Bob -> 404 NoSuchEntity Login Profile for User Bob cannot be found.
        root CreateLoginProfile UserName=Bob Password=Tr0ub4dor&3 -> ok
        root GetLoginProfile UserName=Bob -> GetLoginProfileResult.LoginProfile.CreateDate=2026-11-21T12:00:00Z & GetLoginProfileResult.LoginProfile.PasswordResetRequired=false
        root GetLoginProfile -> 404 NoSuchEntity Login Profile for User null cannot be found.
    ";
    type Output = GetLoginProfileResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:GetLoginProfile")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetLoginProfileResult>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        let login_profile = if held::is_roots(cx, &subject) {
            LoginProfileShape::of_root(held::of_root(cx)?)
        } else {
            let (user, profile) = held::existing(cx, &subject)?;
            LoginProfileShape::of(user, profile)
        };
        Outcome::read(GetLoginProfileResult { login_profile })
    }
}
