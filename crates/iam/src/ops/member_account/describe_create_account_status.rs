//! `DescribeCreateAccountStatus`.

use super::create_account::AccountStatusResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, AccountStatusShape, Refused};
use serde::Deserialize;

/// Tells what has become of a request for an account by now.
///
/// Permission: `organizations:DescribeCreateAccountStatus` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeCreateAccountStatus {
    create_account_request_id: String,
}

impl Operation for DescribeCreateAccountStatus {
    const NAME: &'static str = "DescribeCreateAccountStatus";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> CreateAccountStatus.State=IN_PROGRESS & !CreateAccountStatus.AccountId
        root CreateAccount AccountName=two Email=APP@example.com -> set two=CreateAccountStatus.Id
        root CreateAccount AccountName=three Email=.three@example.com -> set three=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$three -> CreateAccountStatus.FailureReason=INVALID_EMAIL
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> CreateAccountStatus.State=SUCCEEDED & CreateAccountStatus.AccountId
        root DescribeCreateAccountStatus CreateAccountRequestId=$two -> CreateAccountStatus.State=FAILED & CreateAccountStatus.FailureReason=EMAIL_ALREADY_EXISTS
        root DescribeCreateAccountStatus CreateAccountRequestId=car-12345678 -> 400 CreateAccountStatusNotFoundException
    "#;
    type Output = AccountStatusResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:DescribeCreateAccountStatus",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AccountStatusResult>, Error> {
        let organization = organizations::organization(cx)?;
        let Some(request) = organization
            .requests
            .get(self.create_account_request_id.as_str())
        else {
            return Err(Refused::RequestNotFound.error());
        };
        Outcome::read(AccountStatusResult {
            create_account_status: AccountStatusShape::of(request, cx.now),
        })
    }
}
