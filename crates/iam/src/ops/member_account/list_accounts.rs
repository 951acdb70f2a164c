//! `ListAccounts`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, AccountShape, OrganizationPage};
use crate::state::Member;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Lists all accounts of the organization, by id.
///
/// Permission: `organizations:ListAccounts` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAccounts {
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of accounts.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountsResult {
    pub accounts: Vec<AccountShape>,
    pub next_token: Option<String>,
}

impl Operation for ListAccounts {
    const NAME: &'static str = "ListAccounts";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root ListAccounts MaxResults=1 -> Accounts.1.Status=ACTIVE & set next=NextToken
        root ListAccounts MaxResults=1 NextToken=$next -> Accounts.1.Id & !NextToken
        root ListAccounts NextToken=other! -> 400 InvalidInputException
    "#;
    type Output = AccountsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission =
            organizations::permission(cx, Access::Reading, "organizations:ListAccounts", |_| {
                "*".into()
            })?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AccountsResult>, Error> {
        let organization = organizations::organization(cx)?;
        let members = organization.members.values();
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(members, |member| member.account.to_string())?;
        let shape = |member: &Arc<Member>| AccountShape::of(cx.state, organization, member, cx.now);
        Outcome::read(AccountsResult {
            accounts: paged.items.into_iter().map(shape).collect(),
            next_token: paged.marker,
        })
    }
}
