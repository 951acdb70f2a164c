//! `ListAccountAliases`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::page::Page;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Lists the account's alias, if it has one: there is one at most.
///
/// Permission: `iam:ListAccountAliases` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAccountAliases {
    marker: Option<String>,
    max_items: Option<usize>,
}

/// The alias.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAccountAliasesResult {
    account_aliases: Vec<SmolStr>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListAccountAliases {
    const NAME: &'static str = "ListAccountAliases";
    const EXAMPLE: &'static str = "
        root ListAccountAliases -> !ListAccountAliasesResult.AccountAliases.1 & ListAccountAliasesResult.IsTruncated=false
        root CreateAccountAlias AccountAlias=example-corp -> ok
        root ListAccountAliases -> ListAccountAliasesResult.AccountAliases.1=example-corp
        root ListAccountAliases Marker=? -> 400 ValidationError Invalid Marker.
    ";
    type Output = ListAccountAliasesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:ListAccountAliases",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListAccountAliasesResult>, Error> {
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let page = page.of(cx.account().alias.iter(), |alias| alias.to_string())?;
        Outcome::read(ListAccountAliasesResult {
            account_aliases: page.items.into_iter().cloned().collect(),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }
}
