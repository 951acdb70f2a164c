//! `GetUser`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::shapes::UserShape;
use serde::{Deserialize, Serialize};

/// Shows a user, or the caller: then the root is shown as well, without path and name.
///
/// Permission: `iam:GetUser` on the user's ARN. A role session must name a user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUser {
    user_name: Option<String>,
}

/// The user with its tags and boundary.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUserResult {
    user: UserShape,
}

impl Operation for GetUser {
    const NAME: &'static str = "GetUser";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root GetUser UserName=Bob -> GetUserResult.User.UserName=Bob & !GetUserResult.User.Tags
        root GetUser -> GetUserResult.User.Arn=arn:aws:iam::123456789012:root & GetUserResult.User.UserId=123456789012 & !GetUserResult.User.UserName
        root GetUser UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = GetUserResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:GetUser")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetUserResult>, Error> {
        let account = cx.account();
        let user = match Subject::of(cx, self.user_name.as_deref())?.user(cx)? {
            Some(user) => UserShape::whole(account.id, user),
            None => UserShape::root(account),
        };
        Outcome::read(GetUserResult { user })
    }
}
