//! `GenerateOrganizationsAccessReport`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, arn};
use crate::state::{Organization, REPORTS_MAX};
use serde::{Deserialize, Serialize};

/// Begins a report on which services the service control policies of an organization let a root, unit or account use, or one policy
/// alone, and when accounts last used them. What is not in the organization fails when the report is fetched. An account keeps
/// its last 1,000.
///
/// Permission: `iam:GenerateOrganizationsAccessReport` on the report, with `iam:OrganizationsPolicyId`; also what it reads of the
/// organization: `organizations:ListRoots` on `*`, `ListPoliciesForTarget` on the entity, `ListChildren` on a root or unit,
/// `ListParents` on a unit or account, `DescribePolicy` and `ListTargetsForPolicy` on the policy. The management account alone.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GenerateOrganizationsAccessReport {
    entity_path: String,
    organizations_policy_id: Option<String>,
}

/// What the report is fetched by.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GenerateOrganizationsAccessReportResult {
    job_id: String,
}

impl Operation for GenerateOrganizationsAccessReport {
    const NAME: &'static str = "GenerateOrganizationsAccessReport";
    const EXAMPLE: &'static str = "
        root GenerateOrganizationsAccessReport EntityPath=o-abcdefghij/r-abcd -> 403 AccessDenied
        root organizations:CreateOrganization -> set org=Organization.Id
        root organizations:ListRoots -> set r=Roots.1.Id
        root GenerateOrganizationsAccessReport EntityPath=$org/$r -> GenerateOrganizationsAccessReportResult.JobId
        root GenerateOrganizationsAccessReport EntityPath=somewhere -> 400 ValidationError
    ";
    type Output = GenerateOrganizationsAccessReportResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let report = Permission::on(
            "iam:GenerateOrganizationsAccessReport",
            format!("arn:aws:iam::{account}:access-report/{}", self.entity_path),
            account,
        );
        let mut permissions = vec![report.with_some(
            "iam:OrganizationsPolicyId",
            self.organizations_policy_id.as_deref(),
        )];
        if let Some(organization) = managed(cx) {
            permissions.extend(self.reads(organization));
        }
        Ok(permissions)
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GenerateOrganizationsAccessReportResult>, Error> {
        if managed(cx).is_none() {
            return Err(Error::access_denied(format!(
                "User: {} is not authorized to perform: iam:GenerateOrganizationsAccessReport",
                cx.caller.principal.arn
            )));
        }
        let reports = cx.account().organizations_reports.iter();
        if reports.filter(|report| !report.is_done(cx.now)).count() >= REPORTS_MAX {
            return Err(Error::report_generation_limit_exceeded(
                "The request failed because the maximum number of concurrent requests for this account are already running.",
            ));
        }
        let id = cx.seed.uuid("organizations report");
        let event = Event::OrganizationsReportRequested {
            id: id.clone(),
            entity_path: self.entity_path.clone(),
            policy: self.organizations_policy_id.clone(),
        };
        Outcome::event(
            event,
            GenerateOrganizationsAccessReportResult { job_id: id },
        )
    }
}

impl GenerateOrganizationsAccessReport {
    /// The permissions to read what the report is made of.
    fn reads<'a>(&self, organization: &Organization) -> Vec<Permission<'a>> {
        let owner = organization.management;
        let path = self.entity_path.trim_end_matches('/');
        let id = path.rsplit('/').next().unwrap_or_default();
        let on_entity = |action| Permission::on(action, arn::place(organization, id), owner);
        let mut reads = vec![
            Permission::on("organizations:ListRoots", "*", owner),
            on_entity("organizations:ListPoliciesForTarget")
                .with("organizations:PolicyType", "SERVICE_CONTROL_POLICY"),
        ];
        if organization.is_container(id) {
            reads.push(on_entity("organizations:ListChildren"));
        }
        if id != organization.root_id {
            reads.push(on_entity("organizations:ListParents"));
        }
        if let Some(policy) = &self.organizations_policy_id {
            let policy = organizations::policy_arn(organization, policy);
            for action in [
                "organizations:DescribePolicy",
                "organizations:ListTargetsForPolicy",
            ] {
                reads.push(Permission::on(action, policy.clone(), owner));
            }
        }
        reads
    }
}

/// The organization that the caller's account manages.
fn managed<'a>(cx: &Cx<'a>) -> Option<&'a Organization> {
    let account = cx.account().id;
    cx.state
        .organization_of(account)
        .filter(|organization| organization.management == account)
}
