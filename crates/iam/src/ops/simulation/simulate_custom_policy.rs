//! `SimulateCustomPolicy`.

use super::context_entry::ContextEntry;
use super::given::GivenPolicy;
use super::question::Question;
use super::result::SimulatePolicyResult;
use super::scene::Scene;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::page::Page;
use policy::Kind;
use serde::Deserialize;

/// Tells how policies given as text would decide actions on resources; no policy of the account takes part.
///
/// Permission: `iam:SimulateCustomPolicy` on `*`. Results come an action after the other, as given, duplicates too (Z-4); pages count
/// actions. One boundary at most replaces nothing here: without one nothing is bounded. Service control policies are levels from the
/// organization's root down (Z-8). A page makes 20,000 decisions at most and ends early for that.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SimulateCustomPolicy {
    #[serde(default)]
    policy_input_list: Vec<String>,
    #[serde(default)]
    permissions_boundary_policy_input_list: Vec<String>,
    ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicy>>,
    #[serde(default)]
    action_names: Vec<String>,
    #[serde(default)]
    resource_arns: Vec<String>,
    resource_policy: Option<String>,
    resource_owner: Option<String>,
    caller_arn: Option<String>,
    #[serde(default)]
    context_entries: Vec<ContextEntry>,
    resource_handling_option: Option<String>,
    max_items: Option<usize>,
    marker: Option<String>,
}

/// AWS's `OrderedOrganizationPolicyType`: a level of an organization.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OrderedOrganizationPolicy {
    #[serde(default)]
    service_control_policy_input_list: Vec<String>,
}

impl Operation for SimulateCustomPolicy {
    const NAME: &'static str = "SimulateCustomPolicy";
    const EXAMPLE: &'static str = r#"
        root SimulateCustomPolicy PolicyInputList.member.1='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}' ActionNames.member.1=s3:GetObject ActionNames.member.2=s3:PutObject -> SimulateCustomPolicyResult.EvaluationResults.1.EvalDecision=allowed & SimulateCustomPolicyResult.EvaluationResults.1.MatchedStatements.1.SourcePolicyId=PolicyInputList.1 & SimulateCustomPolicyResult.EvaluationResults.2.EvalDecision=implicitDeny
        root SimulateCustomPolicy PolicyInputList.member.1='{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}' ActionNames.member.1=s3:GetObject -> SimulateCustomPolicyResult.EvaluationResults.1.EvalDecision=allowed
        root SimulateCustomPolicy PolicyInputList.member.1='{"Version":"2012-10-17","Statement":[]}' ActionNames.member.1=s3:GetObject -> 400 InvalidInput Syntax errors in policy.
    "#;
    type Output = SimulatePolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:SimulateCustomPolicy",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<SimulatePolicyResult>, Error> {
        let question = Question {
            actions: &self.action_names,
            resources: &self.resource_arns,
            resource_policy: self.resource_policy.as_deref(),
            resource_owner: self.resource_owner.as_deref(),
            caller_arn: self.caller_arn.as_deref(),
            context_entries: &self.context_entries,
            resource_handling_option: self.resource_handling_option.as_deref(),
            page: Page {
                marker: &self.marker,
                max_items: self.max_items,
            },
        };
        let mut scene = Scene::of(cx, &question, None)?;
        scene.identity =
            GivenPolicy::list("PolicyInputList", &self.policy_input_list, Kind::Identity)?;
        scene.boundary = GivenPolicy::boundary(&self.permissions_boundary_policy_input_list)?;
        let levels = self.ordered_organization_policy_input_list.as_ref();
        scene.scp = levels
            .map(|levels| levels.iter().map(OrderedOrganizationPolicy::read).collect())
            .transpose()?;
        Outcome::read(scene.answer(&question)?)
    }
}

impl OrderedOrganizationPolicy {
    fn read(&self) -> Result<Vec<GivenPolicy<'_>>, Error> {
        let name = "ServiceControlPolicyInputList";
        GivenPolicy::list(name, &self.service_control_policy_input_list, Kind::Scp)
    }
}
