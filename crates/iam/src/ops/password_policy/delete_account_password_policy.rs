//! `DeleteAccountPasswordPolicy`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Goes back to AWS's default demands on passwords.
///
/// Permission: `iam:DeleteAccountPasswordPolicy` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct DeleteAccountPasswordPolicy {}

impl Operation for DeleteAccountPasswordPolicy {
    const NAME: &'static str = "DeleteAccountPasswordPolicy";
    const EXAMPLE: &'static str = "
        root UpdateAccountPasswordPolicy -> ok
        root DeleteAccountPasswordPolicy -> ok
        root DeleteAccountPasswordPolicy -> 404 NoSuchEntity The Password Policy with domain name 123456789012 cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        Ok(vec![Permission::on(
            "iam:DeleteAccountPasswordPolicy",
            "*",
            account,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        held::existing(cx)?;
        Outcome::event(Event::PasswordPolicyDeleted {}, ())
    }
}
