//! `DetachPolicy`.

use super::acceptance;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, OrganizationChange, PolicyType, RCP_FULL_ACCESS, Refused};
use serde::Deserialize;

/// Detaches a policy, which binds there no longer. Of service control policies one stays (G-42), and `RCPFullAWSAccess` always does (G-47).
///
/// Permission: `organizations:DetachPolicy` on the policy and on the target, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DetachPolicy {
    policy_id: String,
    target_id: String,
}

impl Operation for DetachPolicy {
    const NAME: &'static str = "DetachPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root organizations:CreatePolicy Name=guard Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}' -> set p=Policy.PolicySummary.Id
        root DetachPolicy PolicyId=p-FullAWSAccess TargetId=$r -> 400 ConstraintViolationException
        root AttachPolicy PolicyId=$p TargetId=$r -> ok
        root DetachPolicy PolicyId=p-FullAWSAccess TargetId=$r -> ok
        root DetachPolicy PolicyId=p-FullAWSAccess TargetId=$r -> 400 PolicyNotAttachedException
        root EnablePolicyType RootId=$r PolicyType=RESOURCE_CONTROL_POLICY -> ok
        root DetachPolicy PolicyId=p-RCPFullAWSAccess TargetId=$r -> 400 InvalidInputException You can't detach this AWS Managed Policy.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        acceptance::attaching(
            cx,
            "organizations:DetachPolicy",
            &self.policy_id,
            &self.target_id,
        )
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let policy = organizations::policy(organization, &self.policy_id)?;
        organizations::target(organization, &self.target_id)?;
        let policy_type = policy.policy_type();
        let attached = acceptance::attached(organization, &self.target_id, policy_type);
        if !attached.contains(&&policy.id) {
            return Err(Refused::NotAttached.error());
        }
        if policy.id == RCP_FULL_ACCESS {
            return Err(Refused::NotDetachable.error());
        }
        if policy_type == PolicyType::ServiceControl && attached.len() == 1 {
            return Err(Refused::LastPolicy.error());
        }
        organizations::changed(
            organization,
            OrganizationChange::PolicyDetached {
                policy: policy.id.to_string(),
                target: self.target_id.clone(),
            },
            (),
        )
    }
}
