//! `ListPoliciesForTarget`.

use super::list_policies::PoliciesResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{
    self, Access, OrganizationPage, PolicySummary, PolicyType, Refused, arn,
};
use serde::Deserialize;

/// Lists the policies of a type that are attached to the root, a unit or an account itself, by name.
///
/// Permission: `organizations:ListPoliciesForTarget` on the target, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPoliciesForTarget {
    target_id: String,
    filter: PolicyType,
    next_token: Option<String>,
    max_results: Option<usize>,
}

impl Operation for ListPoliciesForTarget {
    const NAME: &'static str = "ListPoliciesForTarget";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root ListPoliciesForTarget TargetId=$r Filter=SERVICE_CONTROL_POLICY -> Policies.1.Id=p-FullAWSAccess
        root ListPoliciesForTarget TargetId=123456789012 Filter=RESOURCE_CONTROL_POLICY -> !Policies.1
        root ListPoliciesForTarget TargetId=111111111111 Filter=RESOURCE_CONTROL_POLICY -> 400 TargetNotFoundException You specified a target that doesn't exist.
    "#;
    type Output = PoliciesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListPoliciesForTarget",
            |organization| arn::place(organization, &self.target_id),
        )?;
        Ok(vec![
            permission.with("organizations:PolicyType", self.filter.text()),
        ])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<PoliciesResult>, Error> {
        let organization = organizations::organization(cx)?;
        let Some(node) = organization.node(&self.target_id) else {
            return Err(Refused::TargetNotFound.error());
        };
        let policies = organizations::policies_of(organization, self.filter);
        let attached = policies
            .into_iter()
            .filter(|policy| node.policies.contains(&policy.id));
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(attached, |policy| format!("{}\0{}", policy.name, policy.id))?;
        Outcome::read(PoliciesResult {
            policies: paged.items.into_iter().map(PolicySummary::of).collect(),
            next_token: paged.marker,
        })
    }
}
