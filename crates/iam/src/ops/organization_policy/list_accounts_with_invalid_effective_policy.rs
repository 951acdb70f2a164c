//! `ListAccountsWithInvalidEffectivePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, AccountShape, PolicyType};
use serde::{Deserialize, Serialize};

/// Lists no accounts: settings of services have no effect here that could be invalid.
///
/// Permission: `organizations:ListAccountsWithInvalidEffectivePolicy` on `*`, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAccountsWithInvalidEffectivePolicy {
    policy_type: PolicyType,
}

/// No accounts.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InvalidAccountsResult {
    accounts: Vec<AccountShape>,
    policy_type: &'static str,
}

impl Operation for ListAccountsWithInvalidEffectivePolicy {
    const NAME: &'static str = "ListAccountsWithInvalidEffectivePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListAccountsWithInvalidEffectivePolicy PolicyType=TAG_POLICY -> PolicyType=TAG_POLICY & !Accounts.1
        root ListAccountsWithInvalidEffectivePolicy PolicyType=OTHER -> 400 InvalidInputException
    "#;
    type Output = InvalidAccountsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListAccountsWithInvalidEffectivePolicy",
            |_| "*".into(),
        )?;
        Ok(vec![
            permission.with("organizations:PolicyType", self.policy_type.text()),
        ])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<InvalidAccountsResult>, Error> {
        organizations::organization(cx)?;
        Outcome::read(InvalidAccountsResult {
            accounts: Vec::new(),
            policy_type: self.policy_type.text(),
        })
    }
}
