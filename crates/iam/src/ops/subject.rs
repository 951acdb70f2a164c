//! Whom a call is about where `UserName` may be left out: then it is the caller.

use super::{existence, target};
use crate::authorize::Permission;
use crate::caller::Identity;
use crate::operation::Cx;
use crate::state::User;
use crate::{Error, arn};

/// What the root calls itself where AWS's clients demand a `UserName`, unless a user has that name.
pub(crate) const ROOT_NAME: &str = "root";

/// The root or a user whom a call is about.
pub(crate) enum Subject<'a> {
    /// The caller's account's root, who is the caller.
    Root,
    /// The caller, or the user that the call names; he need not exist.
    User(&'a str),
}

impl<'a> Subject<'a> {
    /// # Errors
    /// `ValidationError` where a role session names nobody.
    pub(crate) fn of(cx: &Cx<'a>, user_name: Option<&'a str>) -> Result<Subject<'a>, Error> {
        match (user_name, cx.caller.identity) {
            (Some(name), _) => Ok(Subject::User(name)),
            (None, Identity::Root) => Ok(Subject::Root),
            (None, Identity::User(user)) => Ok(Subject::User(&user.name)),
            (
                None,
                Identity::Role(_)
                | Identity::FederatedUser(_)
                | Identity::Federated
                | Identity::Service(_),
            ) => Err(Error::validation_error(
                "Must specify userName when calling with non-User credentials",
            )),
        }
    }

    /// `action` on the subject's ARN.
    pub(crate) fn permission(&self, cx: &Cx<'a>, action: &'static str) -> Permission<'a> {
        let account = cx.account().id;
        match self {
            Subject::Root => Permission::on(action, arn::root(account), account),
            Subject::User(name) => target::on_user(cx, action, name),
        }
    }

    /// The user; `None` for the root.
    ///
    /// # Errors
    /// `NoSuchEntity`.
    pub(crate) fn user(&self, cx: &Cx<'a>) -> Result<Option<&'a User>, Error> {
        match self {
            Subject::Root => Ok(None),
            Subject::User(name) => existence::user(cx.account(), name).map(Some),
        }
    }
}
