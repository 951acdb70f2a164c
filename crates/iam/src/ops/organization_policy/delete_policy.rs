//! `DeletePolicy`.

use super::acceptance;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused};
use serde::Deserialize;

/// Deletes a policy that is attached to nothing.
///
/// Permission: `organizations:DeletePolicy` on the policy, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeletePolicy {
    policy_id: String,
}

impl Operation for DeletePolicy {
    const NAME: &'static str = "DeletePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root organizations:CreatePolicy Name=guard Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}' -> set p=Policy.PolicySummary.Id
        root AttachPolicy PolicyId=$p TargetId=$r -> ok
        root DeletePolicy PolicyId=$p -> 400 PolicyInUseException
        root DetachPolicy PolicyId=$p TargetId=$r -> ok
        root DeletePolicy PolicyId=$p -> ok
        root DeletePolicy PolicyId=$p -> 400 PolicyNotFoundException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Delegable,
            "organizations:DeletePolicy",
            |organization| organizations::policy_arn(organization, &self.policy_id),
        )?;
        Ok(vec![acceptance::with_type(cx, permission, &self.policy_id)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let policy = organizations::own_policy(organization, &self.policy_id)?;
        if !acceptance::targets(organization, &policy.id).is_empty() {
            return Err(Refused::PolicyInUse.error());
        }
        let id = policy.id.to_string();
        organizations::changed(organization, OrganizationChange::PolicyDeleted { id }, ())
    }
}
