//! `ListAccountsForParent`.

use super::list_accounts::AccountsResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, AccountShape, OrganizationPage, arn};
use crate::state::Member;
use serde::Deserialize;
use std::sync::Arc;

/// Lists the accounts directly in the root or a unit, by id.
///
/// Permission: `organizations:ListAccountsForParent` on the parent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAccountsForParent {
    parent_id: String,
    next_token: Option<String>,
    max_results: Option<usize>,
}

impl Operation for ListAccountsForParent {
    const NAME: &'static str = "ListAccountsForParent";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root ListAccountsForParent ParentId=$r -> Accounts.1.Id=123456789012
        root ListAccountsForParent ParentId=ou-none-12345678 -> 400 ParentNotFoundException
    "#;
    type Output = AccountsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListAccountsForParent",
            |organization| arn::place(organization, &self.parent_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AccountsResult>, Error> {
        let organization = organizations::organization(cx)?;
        organizations::parent(organization, &self.parent_id)?;
        let members = organization
            .members
            .values()
            .filter(|member| member.parent == self.parent_id);
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
