//! `CreateAccountAlias`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Gives the account an alias, in place of the one that it has. No two accounts of this server have the same, and none is a number
/// that an account could have.
///
/// Permission: `iam:CreateAccountAlias` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateAccountAlias {
    account_alias: String,
}

impl Operation for CreateAccountAlias {
    const NAME: &'static str = "CreateAccountAlias";
    const EXAMPLE: &'static str = "
        root CreateAccountAlias AccountAlias=example-corp -> ok
        root CreateAccountAlias AccountAlias=example-corp -> 409 EntityAlreadyExists The account alias example-corp already exists.
        root CreateAccountAlias AccountAlias=123456789012 -> 400 ValidationError The account alias 123456789012 is not valid: an alias cannot be a 12-digit number.
        root CreateAccountAlias AccountAlias=12345678901 -> ok
        root CreateAccountAlias AccountAlias=new-corp -> ok
        root ListAccountAliases -> ListAccountAliasesResult.AccountAliases.1=new-corp & !ListAccountAliasesResult.AccountAliases.2
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:CreateAccountAlias",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let alias = self.account_alias.clone();
        if alias.len() == 12 && alias.bytes().all(|letter| letter.is_ascii_digit()) {
            return Err(Error::validation_error(format!(
                "The account alias {alias} is not valid: an alias cannot be a 12-digit number."
            )));
        }
        if cx.state.account_of_alias(&alias).is_some() {
            return Err(Error::entity_already_exists(format!(
                "The account alias {alias} already exists."
            )));
        }
        Outcome::event(Event::AccountAliasSet { alias }, ())
    }
}
