//! `DeleteLoginProfile`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use serde::Deserialize;

/// Takes the password from a user, or from the caller; from the root in a session of AssumeRoot. Access keys are left alone.
///
/// Permission: `iam:DeleteLoginProfile` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteLoginProfile {
    user_name: Option<String>,
}

impl Operation for DeleteLoginProfile {
    const NAME: &'static str = "DeleteLoginProfile";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateLoginProfile UserName=Bob Password=Tr0ub4dor&3 -> ok
        root DeleteUser UserName=Bob -> 409 DeleteConflict Cannot delete entity, must delete login profile first.
        root DeleteLoginProfile UserName=Bob -> ok
        root DeleteLoginProfile UserName=Bob -> 404 NoSuchEntity Login Profile for User Bob cannot be found.
        root DeleteUser UserName=Bob -> ok
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:DeleteLoginProfile")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        if held::is_roots(cx, &subject) {
            held::of_root(cx)?;
            return Outcome::event(Event::RootLoginProfileDeleted {}, ());
        }
        let (user, _) = held::existing(cx, &subject)?;
        let user = user.name.to_string();
        Outcome::event(Event::LoginProfileDeleted { user }, ())
    }
}
