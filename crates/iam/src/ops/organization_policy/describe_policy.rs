//! `DescribePolicy`.

use super::acceptance;
use super::create_policy::PolicyResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, PolicyContentShape};
use serde::Deserialize;

/// Tells a policy with its content.
///
/// Permission: `organizations:DescribePolicy` on the policy, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribePolicy {
    policy_id: String,
}

impl Operation for DescribePolicy {
    const NAME: &'static str = "DescribePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root DescribePolicy PolicyId=p-FullAWSAccess -> Policy.PolicySummary.AwsManaged=true & Policy.PolicySummary.Arn=arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess
        root DescribePolicy PolicyId=p-12345678 -> 400 PolicyNotFoundException
        root DescribePolicy PolicyId=x -> 400 InvalidInputException You provided a value that does not match the required pattern.
    "#;
    type Output = PolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:DescribePolicy",
            |organization| organizations::policy_arn(organization, &self.policy_id),
        )?;
        Ok(vec![acceptance::with_type(cx, permission, &self.policy_id)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<PolicyResult>, Error> {
        let organization = organizations::organization(cx)?;
        let policy = organizations::policy(organization, &self.policy_id)?;
        Outcome::read(PolicyResult {
            policy: PolicyContentShape::of(policy),
        })
    }
}
