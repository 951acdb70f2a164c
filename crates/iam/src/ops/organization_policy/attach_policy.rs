//! `AttachPolicy`.

use super::acceptance;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, OrganizationChange, Refused};
use serde::Deserialize;

/// Attaches a policy to the root, a unit or an account. It binds from now on; of its type five or ten at most may be in one place.
///
/// Permission: `organizations:AttachPolicy` on the policy and on the target, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttachPolicy {
    policy_id: String,
    target_id: String,
}

impl Operation for AttachPolicy {
    const NAME: &'static str = "AttachPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root organizations:CreatePolicy Name=guard Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}' -> set p=Policy.PolicySummary.Id
        root AttachPolicy PolicyId=$p TargetId=$r -> ok
        root AttachPolicy PolicyId=$p TargetId=$r -> 400 DuplicatePolicyAttachmentException
        root AttachPolicy PolicyId=$p TargetId=111111111111 -> 400 TargetNotFoundException
        root DisablePolicyType RootId=$r PolicyType=SERVICE_CONTROL_POLICY -> ok
        root AttachPolicy PolicyId=$p TargetId=$r -> 400 PolicyTypeNotEnabledException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        acceptance::attaching(
            cx,
            "organizations:AttachPolicy",
            &self.policy_id,
            &self.target_id,
        )
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let policy = organizations::policy(organization, &self.policy_id)?;
        organizations::target(organization, &self.target_id)?;
        let policy_type = policy.policy_type();
        if !organization.enabled.contains(&policy_type) {
            return Err(Refused::PolicyTypeNotEnabled.error());
        }
        let attached = acceptance::attached(organization, &self.target_id, policy_type);
        if attached.contains(&&policy.id) {
            return Err(Refused::AttachedAlready.error());
        }
        if attached.len() >= acceptance::attachments_max(policy_type) {
            return Err(Refused::TooManyAttached.error());
        }
        organizations::changed(
            organization,
            OrganizationChange::PolicyAttached {
                policy: policy.id.to_string(),
                target: self.target_id.clone(),
            },
            (),
        )
    }
}
