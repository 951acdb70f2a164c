//! `ListAccounts` of the service `portcullis`.

use super::only::operator_only;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::{Error, context};
use serde::{Deserialize, Serialize};

/// Lists every account of this server, by id.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
pub(crate) struct ListAccounts {}

/// The accounts, by id.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAccountsResult {
    accounts: Vec<AccountShape>,
}

/// One account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountShape {
    account_id: String,
    account_name: Option<String>,
    create_date: String,
    /// Whether its root runs this server.
    operator: bool,
}

impl Operation for ListAccounts {
    const NAME: &'static str = "ListAccounts";
    const EXAMPLE: &'static str = "
        root ListAccounts -> ListAccountsResult.Accounts.1.AccountId=123456789012
    ";
    type Output = ListAccountsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListAccountsResult>, Error> {
        let accounts = cx.state.accounts().map(|account| AccountShape {
            account_id: account.id.to_string(),
            account_name: account.name.clone(),
            create_date: context::text(account.created).into(),
            operator: cx.state.operator() == Some(account.id),
        });
        Outcome::read(ListAccountsResult {
            accounts: accounts.collect(),
        })
    }
}
