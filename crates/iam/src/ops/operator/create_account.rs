//! `CreateAccount` of the service `portcullis`.

use super::only::operator_only;
use crate::authorize::{Allowed, Permission};
use crate::genesis::{account_events, draw_account};
use crate::operation::{Cx, Operation, Outcome};
use crate::{AccountId, Error};
use serde::{Deserialize, Serialize};

/// The longest name of an account, in characters.
const NAME_CHARACTERS_MAX: usize = 64;

/// Makes an independent account with its own root, whose key the reply shows once.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateAccount {
    account_id: Option<String>,
    account_name: Option<String>,
}

/// The new account and its root's only credentials.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateAccountResult {
    account_id: String,
    access_key_id: String,
    secret_access_key: String,
}

impl Operation for CreateAccount {
    const NAME: &'static str = "CreateAccount";
    const EXAMPLE: &'static str = "
        root CreateAccount AccountId=111111111111 AccountName=owner -> CreateAccountResult.AccountId=111111111111
        root CreateAccount AccountId=111111111111 -> 409 EntityAlreadyExists The account 111111111111 exists already.
        root CreateAccount AccountId=1 -> 400 ValidationError `1` is not an account id of twelve digits
    ";
    type Output = CreateAccountResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateAccountResult>, Error> {
        let name = self.account_name.clone();
        if name
            .as_ref()
            .is_some_and(|name| name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX)
        {
            return Err(Error::validation_error(format!(
                "an account name has 1 to {NAME_CHARACTERS_MAX} characters"
            )));
        }
        let account: AccountId = match &self.account_id {
            Some(id) => id.parse().map_err(Error::validation_error)?,
            None => draw_account(&cx.seed),
        };
        if cx.state.account(account).is_some() {
            return Err(Error::entity_already_exists(format!(
                "The account {account} exists already."
            )));
        }
        let (events, root) = account_events(name, account, cx.keys, &cx.seed);
        let output = CreateAccountResult {
            account_id: account.to_string(),
            access_key_id: root.access_key_id,
            secret_access_key: root.secret_access_key.to_string(),
        };
        Ok(Outcome {
            account: Some(account),
            events,
            then: Vec::new(),
            output,
        })
    }
}
