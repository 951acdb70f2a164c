//! `ChangePassword`.

use super::{held, new_password};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::caller::Identity;
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::work::Password;
use serde::Deserialize;

/// Changes the caller's own password, who shows that he knows the one that he has. An expired password, and one that an
/// administrator wants changed, is changed like any other.
///
/// Permission: `iam:ChangePassword` on the user's ARN, given by his policies or, to every user, by the account's password policy
/// (`AllowUsersToChangePassword`); a denial counts all the same.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ChangePassword {
    old_password: Password,
    new_password: Password,
}

impl Operation for ChangePassword {
    const NAME: &'static str = "ChangePassword";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateLoginProfile UserName=Bob Password=Tr0ub4dor&3 -> ok
        root CreateAccessKey UserName=Bob -> as bob
        bob ChangePassword OldPassword=Tr0ub4dor&3 NewPassword=Tr0ub4dor&4 -> 403 AccessDenied User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: iam:ChangePassword on resource: arn:aws:iam::123456789012:user/Bob because no identity-based policy allows the iam:ChangePassword action
        root UpdateAccountPasswordPolicy AllowUsersToChangePassword=true -> ok
        bob ChangePassword OldPassword=Tr0ub4dor&4 NewPassword=Tr0ub4dor&5 -> 403 AccessDenied The old password was incorrect.
        bob ChangePassword OldPassword=Tr0ub4dor&3 NewPassword=Tr0ub4dor&4 -> ok
        bob ChangePassword OldPassword=Tr0ub4dor&4 NewPassword=Tr0ub -> 400 PasswordPolicyViolation Password should have a minimum length of 6
        root ChangePassword OldPassword=Tr0ub4dor&3 NewPassword=Tr0ub4dor&4 -> 400 InvalidUserType Only IAM Users can change their own password
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let Identity::User(user) = cx.caller.identity else {
            return Err(Error::invalid_user_type(
                "Only IAM Users can change their own password",
            ));
        };
        let permission = Subject::User(&user.name).permission(cx, "iam:ChangePassword");
        let policy = cx.account().password_policy.as_ref();
        Ok(vec![
            if policy.is_some_and(|policy| policy.users_may_change) {
                permission.given_by_the_account()
            } else {
                permission
            },
        ])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let subject = Subject::of(cx, None)?;
        let (user, profile) = held::existing(cx, &subject)?;
        let current = profile.hashes.first().cloned().into_iter().collect();
        if !new_password::matches(cx, &self.old_password, current)? {
            return Err(Error::access_denied("The old password was incorrect."));
        }
        let hash = new_password::accept(cx, Some(profile), &self.new_password)?;
        let event = Event::LoginProfileUpdated {
            user: user.name.to_string(),
            hash: Some(hash),
            reset_required: profile.reset_required.then_some(false),
        };
        Outcome::event(event, ())
    }
}
