//! `DescribeAccount`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, AccountShape, arn};
use serde::{Deserialize, Serialize};

/// Tells an account of the organization.
///
/// Permission: `organizations:DescribeAccount` on the account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeAccount {
    account_id: String,
}

/// The account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeAccountResult {
    account: AccountShape,
}

impl Operation for DescribeAccount {
    const NAME: &'static str = "DescribeAccount";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root DescribeAccount AccountId=123456789012 -> Account.Status=ACTIVE & Account.JoinedMethod=INVITED
        root DescribeAccount AccountId=111111111111 -> 400 AccountNotFoundException You specified an account that doesn't exist.
    "#;
    type Output = DescribeAccountResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:DescribeAccount",
            |organization| arn::account(organization, &self.account_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<DescribeAccountResult>, Error> {
        let organization = organizations::organization(cx)?;
        let member = organizations::member(organization, &self.account_id)?;
        Outcome::read(DescribeAccountResult {
            account: AccountShape::of(cx.state, organization, member, cx.now),
        })
    }
}
