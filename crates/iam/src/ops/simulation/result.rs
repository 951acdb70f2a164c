//! What a simulation replies.

use super::scene::Scene;
use policy::{Effect, Layer, Matched, Simulation};
use serde::Serialize;
use std::collections::BTreeMap;

/// AWS's `SimulatePolicyResponse`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SimulatePolicyResult {
    pub evaluation_results: Vec<EvaluationResult>,
    pub is_truncated: bool,
    pub marker: Option<String>,
}

/// AWS's `EvaluationResult`: an action on all the resources.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EvaluationResult {
    eval_action_name: String,
    eval_resource_name: String,
    eval_decision: &'static str,
    matched_statements: Vec<Statement>,
    missing_context_values: Vec<String>,
    organizations_decision_detail: OrganizationsDecisionDetail,
    permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
    eval_decision_details: Option<BTreeMap<&'static str, &'static str>>,
    resource_specific_results: Option<Vec<ResourceSpecificResult>>,
}

/// AWS's `ResourceSpecificResult`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourceSpecificResult {
    eval_resource_name: String,
    eval_resource_decision: &'static str,
    matched_statements: Vec<Statement>,
    missing_context_values: Vec<String>,
    eval_decision_details: Option<BTreeMap<&'static str, &'static str>>,
    permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
}

/// AWS's `Statement`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Statement {
    source_policy_id: String,
    /// As AWS replies, which is not as its model lists (Z-5).
    source_policy_type: &'static str,
    start_position: Position,
    end_position: Position,
}

/// AWS's `Position`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Position {
    line: usize,
    column: usize,
}

/// AWS's `OrganizationsDecisionDetail`.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct OrganizationsDecisionDetail {
    allowed_by_organizations: bool,
}

/// AWS's `PermissionsBoundaryDecisionDetail`.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct PermissionsBoundaryDecisionDetail {
    allowed_by_permissions_boundary: bool,
}

/// The keys of `EvalDecisionDetails`, in the order of [`Simulation::sides`].
const SIDES: [&str; 2] = ["IAM Policy", "Resource Policy"];

impl EvaluationResult {
    /// One action, simulated once for each resource (Z-4). Over several resources the strictest decision is the whole's.
    pub(super) fn of(
        scene: &Scene,
        action: &str,
        outcomes: &[(&str, Simulation)],
    ) -> EvaluationResult {
        let named = outcomes.iter().any(|(resource, _)| *resource != "*");
        let results: Vec<ResourceSpecificResult> = outcomes
            .iter()
            .map(|(resource, simulation)| ResourceSpecificResult::of(scene, resource, simulation))
            .collect();
        let simulations = || outcomes.iter().map(|(_, simulation)| simulation);
        let organizations = simulations().all(|simulation| simulation.organizations);
        let effect = strictest(simulations().map(|simulation| simulation.effect));
        // Only what contributed to the decision is told.
        let contributing = results
            .iter()
            .filter(|result| result.eval_resource_decision == decision(effect));
        let name = match outcomes {
            [(resource, _)] => (*resource).to_owned(),
            _ => "*".to_owned(),
        };
        EvaluationResult {
            eval_action_name: action.to_owned(),
            eval_resource_name: name,
            eval_decision: decision(effect),
            matched_statements: union(contributing.map(|result| &result.matched_statements)),
            // Where resources are named, each of them has its own (Z-6).
            missing_context_values: match named {
                true => Vec::new(),
                false => union(results.iter().map(|result| &result.missing_context_values)),
            },
            organizations_decision_detail: OrganizationsDecisionDetail {
                allowed_by_organizations: organizations,
            },
            permissions_boundary_decision_detail: boundary_detail(
                simulations().filter_map(|simulation| simulation.boundary),
            ),
            eval_decision_details: (named && organizations).then(|| details(simulations())),
            resource_specific_results: named.then_some(results),
        }
    }
}

impl ResourceSpecificResult {
    fn of(scene: &Scene, resource: &str, simulation: &Simulation) -> ResourceSpecificResult {
        let statements = simulation.matched.iter();
        ResourceSpecificResult {
            eval_resource_name: resource.to_owned(),
            eval_resource_decision: decision(simulation.effect),
            matched_statements: statements
                .filter_map(|matched| Statement::of(scene, *matched))
                .collect(),
            missing_context_values: simulation.missing.iter().map(ToString::to_string).collect(),
            eval_decision_details: simulation
                .sides
                .map(|_| details(std::iter::once(simulation))),
            permissions_boundary_decision_detail: boundary_detail(simulation.boundary.into_iter()),
        }
    }
}

impl Statement {
    fn of(scene: &Scene, matched: Matched) -> Option<Statement> {
        let policy = scene.policy(matched)?;
        let [start, end] = policy.compiled.as_ref()?.positions(matched.statement)?;
        Some(Statement {
            source_policy_id: policy.id.clone(),
            source_policy_type: match matched.layer {
                Layer::Boundary => "Permissions Boundary Policy",
                Layer::Resource => "Resource Policy",
                _ => "IAM Policy",
            },
            // After the opening brace, and after the closing one (Z-5).
            start_position: Position {
                line: start.line,
                column: start.column + 1,
            },
            end_position: Position {
                line: end.line,
                column: end.column,
            },
        })
    }
}

fn decision(effect: Effect) -> &'static str {
    match effect {
        Effect::Allow => "allowed",
        Effect::ExplicitDeny => "explicitDeny",
        Effect::ImplicitDeny => "implicitDeny",
    }
}

fn strictest(effects: impl Iterator<Item = Effect>) -> Effect {
    let rank = |effect: &Effect| match effect {
        Effect::Allow => 0,
        Effect::ImplicitDeny => 1,
        Effect::ExplicitDeny => 2,
    };
    effects.max_by_key(rank).unwrap_or(Effect::ImplicitDeny)
}

fn boundary_detail(
    boundaries: impl Iterator<Item = bool>,
) -> Option<PermissionsBoundaryDecisionDetail> {
    let allowed = boundaries.reduce(|all, one| all && one)?;
    Some(PermissionsBoundaryDecisionDetail {
        allowed_by_permissions_boundary: allowed,
    })
}

/// What each side decided, the strictest over all resources; nothing within one account (Z-7).
fn details<'a>(
    simulations: impl Iterator<Item = &'a Simulation>,
) -> BTreeMap<&'static str, &'static str> {
    let sides: Vec<[Effect; 2]> = simulations
        .filter_map(|simulation| simulation.sides)
        .collect();
    if sides.is_empty() {
        return BTreeMap::new();
    }
    let side = |index: usize| decision(strictest(sides.iter().map(|sides| sides[index])));
    BTreeMap::from([(SIDES[0], side(0)), (SIDES[1], side(1))])
}

/// Everything that stands in the lists, once.
fn union<'a, T: Clone + PartialEq + 'a>(lists: impl Iterator<Item = &'a Vec<T>>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for item in lists.flatten() {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::scenario::World;

    /// Where the simulator says that the one statement stands: `LINE:COLUMN LINE:COLUMN`.
    fn positions(document: &str) -> String {
        let params = [
            ("PolicyInputList.member.1", document),
            ("ActionNames.member.1", "s3:GetObject"),
        ];
        let params = params.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let reply = World::new().call(None, "root", "SimulateCustomPolicy", &params);
        let (_, rest) = reply.body.split_once("<StartPosition>").unwrap();
        let (positions, _) = rest.split_once("</EndPosition>").unwrap();
        positions
            .replace("</StartPosition><EndPosition>", " ")
            .replace("</Line><Column>", ":")
            .replace("<Line>", "")
            .replace("</Column>", "")
    }

    /// Z-5: as in the recording, whose braces are the letters 40 and 112 of 113; in a document of several lines; and after a
    /// letter of two bytes.
    #[test]
    fn positions_are_right_after_the_braces() {
        let recorded = r#"{"Version": "2012-10-17", "Statement": {"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Sid":"Default"}}"#;
        assert_eq!(recorded.len(), 113);
        assert_eq!(positions(recorded), "1:41 1:113");
        let lines = "{\"Version\":\"2012-10-17\",\n\"Statement\":[\n  {\"Effect\":\"Allow\",\n\"Action\":\"s3:*\",\"Resource\":\"*\"\n }]}";
        assert_eq!(positions(lines), "3:4 5:3");
        let letter = r#"{"Version":"2012-10-17","Id":"é","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
        assert_eq!(positions(letter), "1:47 1:95");
    }
}
