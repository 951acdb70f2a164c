//! `UpdatePolicy`.

use super::acceptance;
use super::create_policy::PolicyResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, Content, OrganizationChange, PolicyContentShape};
use serde::Deserialize;
use std::sync::Arc;

/// Changes name, description or content of a policy; what it binds is bound by the new content at once.
///
/// Permission: `organizations:UpdatePolicy` on the policy, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdatePolicy {
    policy_id: String,
    name: Option<String>,
    description: Option<String>,
    content: Option<String>,
}

impl Operation for UpdatePolicy {
    const NAME: &'static str = "UpdatePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root organizations:CreatePolicy Name=guard Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}' -> set p=Policy.PolicySummary.Id
        root UpdatePolicy PolicyId=$p Name=rail -> Policy.PolicySummary.Name=rail
        root UpdatePolicy PolicyId=$p Content=[] -> 400 MalformedPolicyDocumentException
        root UpdatePolicy PolicyId=p-FullAWSAccess Name=rail -> 400 InvalidInputException You specified a policy that is managed by AWS and can't be modified.
        root UpdatePolicy PolicyId=p-12345678 Name=rail -> 400 PolicyNotFoundException You specified a policy that doesn't exist.
    "#;
    type Output = PolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Delegable,
            "organizations:UpdatePolicy",
            |organization| organizations::policy_arn(organization, &self.policy_id),
        )?;
        Ok(vec![acceptance::with_type(cx, permission, &self.policy_id)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<PolicyResult>, Error> {
        let organization = organizations::organization(cx)?;
        let policy = organizations::own_policy(organization, &self.policy_id)?;
        let policy_type = policy.policy_type();
        if let Some(name) = &self.name {
            acceptance::name(organization, policy_type, name, Some(&policy.id))?;
        }
        let mut updated = policy.clone();
        if let Some(content) = &self.content {
            acceptance::content(policy_type, content)?;
            updated.content = Arc::new(Content::new(policy_type, content));
        }
        if let Some(name) = &self.name {
            updated.name.clone_from(name);
        }
        if let Some(description) = &self.description {
            updated.description.clone_from(description);
        }
        organizations::changed(
            organization,
            OrganizationChange::PolicyUpdated {
                id: policy.id.to_string(),
                name: self.name.clone(),
                description: self.description.clone(),
                content: self.content.clone(),
            },
            PolicyResult {
                policy: PolicyContentShape::of(&updated),
            },
        )
    }
}
