//! `ListPolicies`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage, PolicySummary, PolicyType};
use serde::{Deserialize, Serialize};

/// Lists the policies of a type by name, AWS's among them.
///
/// Permission: `organizations:ListPolicies` on `*`, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPolicies {
    filter: PolicyType,
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of policies.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PoliciesResult {
    pub policies: Vec<PolicySummary>,
    pub next_token: Option<String>,
}

impl Operation for ListPolicies {
    const NAME: &'static str = "ListPolicies";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListPolicies Filter=SERVICE_CONTROL_POLICY -> Policies.1.Id=p-FullAWSAccess
        root ListPolicies Filter=OTHER -> 400 InvalidInputException You specified an invalid value.
    "#;
    type Output = PoliciesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission =
            organizations::permission(cx, Access::Reading, "organizations:ListPolicies", |_| {
                "*".into()
            })?;
        Ok(vec![
            permission.with("organizations:PolicyType", self.filter.text()),
        ])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<PoliciesResult>, Error> {
        let organization = organizations::organization(cx)?;
        let policies = organizations::policies_of(organization, self.filter);
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(policies.into_iter(), |policy| {
            format!("{}\0{}", policy.name, policy.id)
        })?;
        Outcome::read(PoliciesResult {
            policies: paged.items.into_iter().map(PolicySummary::of).collect(),
            next_token: paged.marker,
        })
    }
}
