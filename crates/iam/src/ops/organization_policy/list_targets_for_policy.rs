//! `ListTargetsForPolicy`.

use super::acceptance;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage, TargetShape};
use serde::{Deserialize, Serialize};

/// Lists the root, units and accounts that a policy is attached to, by id.
///
/// Permission: `organizations:ListTargetsForPolicy` on the policy, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListTargetsForPolicy {
    policy_id: String,
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of targets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListTargetsForPolicyResult {
    targets: Vec<TargetShape>,
    next_token: Option<String>,
}

impl Operation for ListTargetsForPolicy {
    const NAME: &'static str = "ListTargetsForPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root organizations:CreatePolicy Name=guard Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}' -> set p=Policy.PolicySummary.Id
        root AttachPolicy PolicyId=$p TargetId=$r -> ok
        root ListTargetsForPolicy PolicyId=$p -> Targets.1.TargetId=$r & Targets.1.Type=ROOT
        root ListTargetsForPolicy PolicyId=p-12345678 -> 400 PolicyNotFoundException
    "#;
    type Output = ListTargetsForPolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListTargetsForPolicy",
            |organization| organizations::policy_arn(organization, &self.policy_id),
        )?;
        Ok(vec![acceptance::with_type(cx, permission, &self.policy_id)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListTargetsForPolicyResult>, Error> {
        let organization = organizations::organization(cx)?;
        let policy = organizations::policy(organization, &self.policy_id)?;
        let mut targets = acceptance::targets(organization, &policy.id);
        targets.sort_unstable();
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(targets.into_iter(), String::clone)?;
        let targets = paged.items.iter();
        Outcome::read(ListTargetsForPolicyResult {
            targets: targets
                .map(|id| TargetShape::of(cx.state, organization, id))
                .collect(),
            next_token: paged.marker,
        })
    }
}
