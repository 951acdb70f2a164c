//! `CloseAccount`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused, arn};
use serde::Deserialize;

/// Closes a member account: nobody may sign with its credentials from now on, and it stays in the organization.
///
/// Permission: `organizations:CloseAccount` on the account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CloseAccount {
    account_id: String,
}

impl Operation for CloseAccount {
    const NAME: &'static str = "CloseAccount";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root CloseAccount AccountId=$acc -> ok
        root DescribeAccount AccountId=$acc -> Account.Status=PENDING_CLOSURE
        clock +5
        root DescribeAccount AccountId=$acc -> Account.Status=SUSPENDED & Account.State=CLOSED
        root CloseAccount AccountId=$acc -> 400 AccountAlreadyClosedException You attempted to close an account that is already closed.
        root CloseAccount AccountId=123456789012 -> 400 ConstraintViolationException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:CloseAccount",
            |organization| arn::account(organization, &self.account_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let member = organizations::member(organization, &self.account_id)?;
        let account = member.account;
        if account == organization.management {
            return Err(Refused::CloseManagement.error());
        }
        if !organization.all_features {
            return Err(Refused::UnsupportedFeatures.error());
        }
        if member.closed.is_some() {
            return Err(Refused::AccountClosed.error());
        }
        organizations::changed(
            organization,
            OrganizationChange::AccountClosed { account },
            (),
        )
    }
}
