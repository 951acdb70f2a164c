//! `SimulatePrincipalPolicy`.

use super::context_entry::ContextEntry;
use super::exclusion::{Exclusions, PolicyIdentifier};
use super::given::GivenPolicy;
use super::organization;
use super::question::Question;
use super::result::SimulatePolicyResult;
use super::scene::Scene;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::held;
use crate::page::Page;
use crate::policies;
use crate::state::{Account, Entity};
use policy::Kind;
use serde::Deserialize;

/// Tells how the policies of a user, group or role would decide actions on resources, together with policies given as text. A user's
/// groups and an attached boundary count; a role's trust policy does not (Z-1).
///
/// Permission: `iam:SimulatePrincipalPolicy` on the user, group or role, which is found by its name alone (Z-13). A boundary given as
/// text replaces the attached one. Policies can be left out by type, ARN or name. Pages as in `SimulateCustomPolicy`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SimulatePrincipalPolicy {
    policy_source_arn: String,
    #[serde(default)]
    policy_input_list: Vec<String>,
    #[serde(default)]
    permissions_boundary_policy_input_list: Vec<String>,
    #[serde(default)]
    policy_exclusion_list: Vec<PolicyIdentifier>,
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

impl Operation for SimulatePrincipalPolicy {
    const NAME: &'static str = "SimulatePrincipalPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root PutUserPolicy UserName=Bob PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}' -> ok
        root SimulatePrincipalPolicy PolicySourceArn=arn:aws:iam::123456789012:user/Bob ActionNames.member.1=s3:GetObject -> SimulatePrincipalPolicyResult.EvaluationResults.1.EvalDecision=allowed & SimulatePrincipalPolicyResult.EvaluationResults.1.MatchedStatements.1.SourcePolicyId=user_Bob_read
        root SimulatePrincipalPolicy PolicySourceArn=arn:aws:iam::123456789012:user/Bob ActionNames.member.1=s3:GetObject PolicyExclusionList.member.1.PolicyType=inline -> SimulatePrincipalPolicyResult.EvaluationResults.1.EvalDecision=implicitDeny
        root SimulatePrincipalPolicy PolicySourceArn=arn:aws:iam::123456789012:user/Bob ActionNames.member.1=s3:PutObject PolicyInputList.member.1='{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:Put*","Resource":"*"}}' -> SimulatePrincipalPolicyResult.EvaluationResults.1.EvalDecision=allowed
        root SimulatePrincipalPolicy PolicySourceArn=arn:aws:iam::123456789012:role/None ActionNames.member.1=s3:GetObject -> 404 NoSuchEntity The role with name None cannot be found.
    "#;
    type Output = SimulatePolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![held::permission(
            cx,
            "iam:SimulatePrincipalPolicy",
            &self.policy_source_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<SimulatePolicyResult>, Error> {
        let account = cx.account();
        let source = self.policy_source_arn.as_str();
        let entity = held::entity_of(source).ok_or_else(|| held::unclear(source))?;
        let held = held::policies_of(account, &entity)?;
        let exclusions = Exclusions::read(&self.policy_exclusion_list)?;
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
        let mut scene = Scene::of(cx, &question, Some(source))?;
        let kept = held.iter().filter(|policy| !exclusions.of(policy));
        scene.identity = kept.map(GivenPolicy::held).collect();
        let given = GivenPolicy::list("PolicyInputList", &self.policy_input_list, Kind::Identity)?;
        scene.identity.extend(given);
        scene.boundary = match GivenPolicy::boundary(&self.permissions_boundary_policy_input_list)?
        {
            Some(given) => Some(given),
            None => boundary_of(account, &entity, &exclusions),
        };
        scene.scp = match exclusions.of_scps() {
            true => None,
            false => organization::levels(cx.state, account.id),
        };
        Outcome::read(scene.answer(&question)?)
    }
}

/// The boundary that a user or role has, unless it is left out.
fn boundary_of<'a>(
    account: &'a Account,
    entity: &Entity,
    exclusions: &Exclusions,
) -> Option<GivenPolicy<'a>> {
    let arn = match entity {
        Entity::User(name) => account.user(name)?.boundary.as_deref(),
        Entity::Group(_) => None,
        Entity::Role(name) => account.role(name)?.boundary.as_deref(),
    };
    let arn = arn.filter(|arn| !exclusions.of_boundary(arn))?;
    let policy = policies::find(account, arn);
    let name = policy.map_or(arn, |policy| policy.name()).to_owned();
    Some(GivenPolicy::stored(
        name,
        policy.map(|policy| policy.in_force()),
    ))
}
