//! `RemoveAccountFromOrganization`.

use super::departure::departure;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, arn};
use serde::Deserialize;

/// Takes a member account out of the organization, which binds it no longer. One that the organization made must be four days old.
///
/// Permission: `organizations:RemoveAccountFromOrganization` on the account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RemoveAccountFromOrganization {
    account_id: String,
}

impl Operation for RemoveAccountFromOrganization {
    const NAME: &'static str = "RemoveAccountFromOrganization";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root RemoveAccountFromOrganization AccountId=$acc -> 400 ConstraintViolationException After you create an AWS account, you must wait until at least four days after the account was created. Invited accounts aren't subject to this waiting period.
        clock +345600
        root RemoveAccountFromOrganization AccountId=$acc -> ok
        root DescribeAccount AccountId=$acc -> 400 AccountNotFoundException
        root RemoveAccountFromOrganization AccountId=123456789012 -> 400 MasterCannotLeaveOrganizationException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:RemoveAccountFromOrganization",
            |organization| arn::account(organization, &self.account_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        departure(cx, organizations::organization(cx)?, &self.account_id)
    }
}
