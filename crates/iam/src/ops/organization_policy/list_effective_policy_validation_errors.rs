//! `ListEffectivePolicyValidationErrors`.

use super::describe_effective_policy::effective_content;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, PolicyType, Refused, arn};
use serde::{Deserialize, Serialize};

/// Lists no errors: settings of services have no effect here that could be invalid.
///
/// Permission: `organizations:ListEffectivePolicyValidationErrors` on the account, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListEffectivePolicyValidationErrors {
    account_id: String,
    policy_type: PolicyType,
}

/// No errors.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ValidationErrorsResult {
    account_id: String,
    policy_type: &'static str,
    path: String,
    evaluation_timestamp: f64,
    effective_policy_validation_errors: Vec<String>,
}

impl Operation for ListEffectivePolicyValidationErrors {
    const NAME: &'static str = "ListEffectivePolicyValidationErrors";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListEffectivePolicyValidationErrors AccountId=123456789012 PolicyType=TAG_POLICY -> 400 EffectivePolicyNotFoundException
        root ListEffectivePolicyValidationErrors AccountId=111111111111 PolicyType=TAG_POLICY -> 400 AccountNotFoundException
    "#;
    type Output = ValidationErrorsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListEffectivePolicyValidationErrors",
            |organization| arn::account(organization, &self.account_id),
        )?;
        Ok(vec![
            permission.with("organizations:PolicyType", self.policy_type.text()),
        ])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ValidationErrorsResult>, Error> {
        let organization = organizations::organization(cx)?;
        let member = organizations::member(organization, &self.account_id)?;
        if effective_content(organization, member, self.policy_type).is_none() {
            return Err(Refused::EffectiveNotFound.error());
        }
        Outcome::read(ValidationErrorsResult {
            account_id: self.account_id.clone(),
            policy_type: self.policy_type.text(),
            path: format!("{}{}/", organization.path_of(member), self.account_id),
            evaluation_timestamp: organizations::seconds(cx.now),
            effective_policy_validation_errors: Vec::new(),
        })
    }
}
