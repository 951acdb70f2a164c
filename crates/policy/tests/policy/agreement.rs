//! The fast evaluator and the naive one say the same, and so does the explanation.

use std::cell::Cell;

use policy::{Layers, Request};
use proptest::prelude::*;
use serde_json::json;

use crate::fixtures::with_layers;
use crate::naive::{self, World};
use crate::worlds::{
    REQUESTS, callers, condition_and_value, conditions, context, contexts, runner, worlds,
};

/// Every caller asks every request of every world.
const WORLDS: u32 = 500;
const DECISIONS_IN_WORLDS: usize = 142_500;

/// Each in an `Allow` and in a `Deny`.
const CONDITIONS: u32 = 24_000;
const DECISIONS_ON_CONDITIONS: usize = 48_000;

#[test]
fn both_evaluators_decide_alike() {
    let callers = callers();
    let decisions = WORLDS as usize * callers.len() * REQUESTS.len();
    assert_eq!(decisions, DECISIONS_IN_WORLDS);
    let effects = [0; 3].map(Cell::new);
    let result = runner(WORLDS).run(&(worlds(), contexts()), |(world, given)| {
        with_layers(&world, |layers| {
            for caller in &callers {
                let cx = context(&given, caller);
                for &(action, resource) in REQUESTS {
                    let request = Request {
                        principal: caller,
                        action,
                        resource,
                        resource_account: "111111111111",
                        context: &cx,
                    };
                    let fast = policy::evaluate(&request, layers);
                    let slow = naive::decide(&request, &world);
                    prop_assert_eq!(
                        (fast.effect, fast.layer),
                        slow,
                        "{:?} {} {}",
                        caller.kind,
                        action,
                        resource
                    );
                }
            }
            Ok(())
        })
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    // What was asked is not all one answer.
    runner(40)
        .run(&(worlds(), contexts()), |(world, given)| {
            count_effects(&world, &given, &callers, &effects);
            Ok(())
        })
        .unwrap();
    assert!(effects.iter().all(|count| count.get() > 200), "{effects:?}");
}

fn count_effects(
    world: &World,
    given: &[crate::worlds::Given],
    callers: &[policy::Principal],
    effects: &[Cell<u32>; 3],
) {
    with_layers(world, |layers| {
        for caller in callers {
            let cx = context(given, caller);
            for &(action, resource) in REQUESTS {
                let request = Request {
                    principal: caller,
                    action,
                    resource,
                    resource_account: "111111111111",
                    context: &cx,
                };
                let count = &effects[policy::evaluate(&request, layers).effect as usize];
                count.set(count.get() + 1);
            }
        }
    });
}

/// Whole worlds seldom turn on one condition, so conditions are also tried alone, in an `Allow` and in a `Deny`.
#[test]
fn both_evaluators_read_conditions_alike() {
    const EFFECTS: [&str; 2] = ["Allow", "Deny"];
    assert_eq!(CONDITIONS as usize * EFFECTS.len(), DECISIONS_ON_CONDITIONS);
    let caller = crate::fixtures::user();
    let (action, resource) = REQUESTS[0];
    let any_key = (conditions(), Just(None));
    let suited = condition_and_value().prop_map(|(condition, given)| (condition, Some(given)));
    let cases = (prop_oneof![any_key, suited], contexts(), any::<bool>());
    let result = runner(CONDITIONS).run(&cases, |((condition, suited), mut given, version)| {
        given.extend(suited);
        let cx = context(&given, &caller);
        let request = Request {
            principal: &caller,
            action,
            resource,
            resource_account: "111111111111",
            context: &cx,
        };
        for effect in EFFECTS {
            let other = if effect == "Deny" { "*" } else { "none:None" };
            let statements = json!([
                {"Effect": "Allow", "Action": other, "Resource": "*"},
                {"Effect": effect, "Action": "*", "Resource": "*", "Condition": condition},
            ]);
            let version = if version { "2012-10-17" } else { "2008-10-17" };
            let document = json!({"Version": version, "Statement": statements});
            let named = naive::Named {
                name: "p".to_owned(),
                arn: None,
                document,
            };
            let world = World {
                identity: vec![named],
                ..World::default()
            };
            let fast = with_layers(&world, |layers| policy::evaluate(&request, layers));
            prop_assert_eq!((fast.effect, fast.layer), naive::decide(&request, &world));
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn explanations_agree_with_decisions() {
    let callers = callers();
    let result = runner(400).run(
        &(worlds(), contexts(), 0..callers.len(), 0..REQUESTS.len()),
        |(world, given, who, what)| {
            let cx = context(&given, &callers[who]);
            let (action, resource) = REQUESTS[what];
            let request = Request {
                principal: &callers[who],
                action,
                resource,
                resource_account: "111111111111",
                context: &cx,
            };
            with_layers(&world, |layers| explained(&request, layers))
        },
    );
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

fn explained(request: &Request, layers: &Layers) -> Result<(), TestCaseError> {
    let decision = policy::evaluate(request, layers);
    let explanation = policy::explain(request, layers);
    prop_assert_eq!(explanation.decision(), decision);
    prop_assert!(!explanation.clause(&[]).is_empty());
    for statement in explanation.policies.iter().flat_map(|it| &it.statements) {
        prop_assert!(statement.matched() || !statement.clauses().is_empty());
    }
    if decision.allowed() {
        prop_assert!(explanation.changes.is_empty());
    }
    if let Some(by) = decision.by {
        let place = (decision.layer, by.level, by.policy);
        let policy = explanation
            .policies
            .iter()
            .find(|policy| (policy.layer, policy.level, policy.index) == place);
        prop_assert!(policy.unwrap().statements[by.statement].matched());
    }
    // A denial by policy can be undone by policy. Across accounts nothing can allow an `iam:` action (E-33).
    let by_policy = !decision.allowed() && decision.layer != policy::Layer::Service;
    if !by_policy || !request.action.starts_with("iam:") {
        prop_assert_eq!(
            explanation.changes.is_empty(),
            !by_policy,
            "{}",
            explanation
        );
    }
    let masked = explanation.clause(&[
        "a:s",
        "a:m",
        "a:t",
        "aws:username",
        "aws:PrincipalArn",
        "aws:PrincipalTag/T",
    ]);
    prop_assert!(!masked.contains("garbage"), "{}", masked);
    Ok(())
}

#[test]
fn an_explanation_serializes() {
    let named = |statement| naive::Named {
        name: "read".to_owned(),
        arn: None,
        document: json!({"Statement": statement}),
    };
    let statement = json!({
        "Sid": "FromHome", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    });
    let world = World {
        identity: vec![named(statement)],
        ..World::default()
    };
    let caller = crate::fixtures::user();
    let mut cx = policy::Context::new();
    cx.insert("aws:SourceIp", "203.0.113.7");
    let request = Request {
        principal: &caller,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/k",
        resource_account: "111111111111",
        context: &cx,
    };
    let (told, text) = with_layers(&world, |layers| {
        let explanation = policy::explain(&request, layers);
        let told = serde_json::to_value(&explanation).unwrap();
        (told, explanation.to_string())
    });
    let wanted = json!({
        "decision": {"effect": "implicitDeny", "layer": "identity", "by": null},
        "policies": [{"layer": "identity", "level": 0, "index": 0, "policy": "read", "statements": [{
            "index": 0, "sid": "FromHome", "effect": "Allow", "line": 1, "matched": false, "clauses": [{
                "element": "IpAddress", "key": "aws:SourceIp", "wanted": ["10.0.0.0/8"], "actual": ["203.0.113.7"],
            }],
        }]}],
        "changes": [
            [{"change": "context", "key": "aws:SourceIp", "value": "10.0.0.0"}],
            [{"change": "allow", "layer": "identity", "level": 0}],
        ],
    });
    assert_eq!(told, wanted);
    assert!(
        text.contains("IpAddress `aws:SourceIp` is `203.0.113.7`, wanted `10.0.0.0/8`"),
        "{text}"
    );
    assert!(
        text.contains("it would be allowed if `aws:SourceIp` were `10.0.0.0`"),
        "{text}"
    );
}
