//! `CreateGovCloudAccount`.

use super::create_account::AccountStatusResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, Refused};
use serde::Deserialize;

/// There is no GovCloud here, so no account of this server has one beside it: AWS's refusal for such management accounts.
///
/// Permission: `organizations:CreateGovCloudAccount` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct CreateGovCloudAccount {}

impl Operation for CreateGovCloudAccount {
    const NAME: &'static str = "CreateGovCloudAccount";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root CreateGovCloudAccount AccountName=app Email=app@example.com -> 400 ConstraintViolationException
    "#;
    type Output = AccountStatusResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:CreateGovCloudAccount",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AccountStatusResult>, Error> {
        organizations::organization(cx)?;
        Err(Refused::NoGovCloud.error())
    }
}
