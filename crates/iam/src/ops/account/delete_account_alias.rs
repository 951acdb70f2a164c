//! `DeleteAccountAlias`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Takes the account's alias away; from then on any account may have it.
///
/// Permission: `iam:DeleteAccountAlias` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteAccountAlias {
    account_alias: String,
}

impl Operation for DeleteAccountAlias {
    const NAME: &'static str = "DeleteAccountAlias";
    const EXAMPLE: &'static str = "
        root CreateAccountAlias AccountAlias=example-corp -> ok
        root DeleteAccountAlias AccountAlias=other-corp -> 404 NoSuchEntity The account alias other-corp cannot be found.
        root DeleteAccountAlias AccountAlias=example-corp -> ok
        root ListAccountAliases -> !ListAccountAliasesResult.AccountAliases.1
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:DeleteAccountAlias",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let alias = self.account_alias.clone();
        if cx.account().alias.as_deref() != Some(alias.as_str()) {
            return Err(Error::no_such_entity(format!(
                "The account alias {alias} cannot be found."
            )));
        }
        Outcome::event(Event::AccountAliasDeleted { alias }, ())
    }
}
