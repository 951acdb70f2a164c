//! The invariants of the specification's appendix B, on random worlds.

use policy::{Decision, Effect, Principal, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixtures::with_layers;
use crate::naive::{Named, World};
use crate::worlds::{Given, REQUESTS, callers, context, contexts, runner, statement, worlds};

/// What everybody gets for everything, in a fixed order.
fn decisions(world: &World, given: &[Given], callers: &[Principal]) -> Vec<Decision> {
    with_layers(world, |layers| {
        let mut decisions = Vec::new();
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
                decisions.push(policy::evaluate(&request, layers));
            }
        }
        decisions
    })
}

fn nobody_gains(before: &[Decision], after: &[Decision]) -> Result<(), TestCaseError> {
    let gained = before
        .iter()
        .zip(after)
        .position(|(before, after)| !before.allowed() && after.allowed());
    prop_assert_eq!(gained, None);
    Ok(())
}

fn every_policy(world: &mut World) -> Vec<&mut Named> {
    let World {
        identity,
        boundary,
        session,
        resource,
        scp,
        rcp,
        endpoint,
        bindings: _,
    } = world;
    let levels = scp.iter_mut().chain(rcp).flatten().flatten();
    let lists = identity
        .iter_mut()
        .chain(session.iter_mut().flatten())
        .chain(endpoint.iter_mut().flatten());
    lists
        .chain(boundary)
        .chain(resource)
        .chain(levels)
        .collect()
}

fn statements(named: &mut Named) -> &mut Vec<Value> {
    named.document["Statement"].as_array_mut().unwrap()
}

fn check(
    cases: u32,
    property: impl Fn(World, &[Given], &[Principal]) -> Result<(), TestCaseError>,
) {
    let callers = callers();
    let result = runner(cases).run(&(worlds(), contexts()), |(world, given)| {
        property(world, &given, &callers)
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

/// B-1: a `Deny` more, anywhere, lets nobody in.
#[test]
fn a_deny_never_grants() {
    let callers = callers();
    let deny = (statement(true, true), any::<prop::sample::Index>());
    let result = runner(60).run(
        &(worlds(), contexts(), deny),
        |(world, given, (mut deny, place))| {
            deny["Effect"] = json!("Deny");
            let mut stricter = world.clone();
            let mut policies = every_policy(&mut stricter);
            if policies.is_empty() {
                return Ok(());
            }
            let count = policies.len();
            statements(policies.swap_remove(place.index(count))).push(deny);
            nobody_gains(
                &decisions(&world, &given, &callers),
                &decisions(&stricter, &given, &callers),
            )
        },
    );
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

/// B-2: boundaries, session policies and SCPs grant nothing (F-7).
#[test]
fn limits_never_grant() {
    check(60, |world, given, callers| {
        let everything = || Named {
            name: "all".to_owned(),
            arn: None,
            document: json!({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}),
        };
        let bare = World {
            identity: Vec::new(),
            resource: None,
            ..world.clone()
        };
        let mut limited = bare.clone();
        limited.boundary = Some(everything());
        limited.session = Some(vec![everything()]);
        limited.scp = Some(vec![vec![everything()]]);
        let after = decisions(&limited, given, callers);
        prop_assert!(
            after
                .iter()
                .all(|decision| !decision.allowed() || decision.layer == policy::Layer::Service)
        );

        let unbounded = World {
            boundary: None,
            ..world.clone()
        };
        nobody_gains(
            &decisions(&unbounded, given, callers),
            &decisions(&world, given, callers),
        )
    });
}

/// B-3: a policy less that only allows lets nobody in.
#[test]
fn losing_an_allow_grants_nothing() {
    check(60, |world, given, callers| {
        let before = decisions(&world, given, callers);
        for index in 0..world.identity.len() {
            let mut less = world.clone();
            let mut gone = less.identity.remove(index);
            if statements(&mut gone)
                .iter()
                .all(|statement| statement["Effect"] == "Allow")
            {
                nobody_gains(&before, &decisions(&less, given, callers))?;
            }
        }
        Ok(())
    });
}

/// B-4: neither order (G-12) nor the form of lists (G-3) nor ids (G-6, G-7) decide.
#[test]
fn order_lists_and_ids_do_not_matter() {
    check(60, |world, given, callers| {
        let mut other = world.clone();
        for named in every_policy(&mut other) {
            let list = statements(named);
            list.reverse();
            for (index, statement) in list.iter_mut().enumerate() {
                reorder(statement);
                statement["Sid"] = json!(format!("s{index}"));
            }
        }
        let outcome = |decision: &Decision| (decision.effect, decision.layer);
        let before: Vec<_> = decisions(&world, given, callers)
            .iter()
            .map(outcome)
            .collect();
        let after: Vec<_> = decisions(&other, given, callers)
            .iter()
            .map(outcome)
            .collect();
        prop_assert_eq!(before, after);
        Ok(())
    });
}

/// Bare values become lists and lists are turned round, except where the order of malformed ARNs counts (C-35).
fn reorder(statement: &mut Value) {
    let turn = |value: &mut Value| match value {
        Value::Array(list) => list.reverse(),
        bare => *bare = json!([bare.clone()]),
    };
    for name in ["Action", "NotAction", "Resource", "NotResource"] {
        statement.get_mut(name).map(turn).unwrap_or_default();
    }
    let Some(block) = statement
        .get_mut("Condition")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    for (name, keys) in block {
        if !name.contains("Arn") {
            keys.as_object_mut().unwrap().values_mut().for_each(turn);
        }
    }
}

/// B-5: neither the case of actions (M-1) nor that of keys (C-2) decides.
#[test]
fn case_of_actions_and_keys_does_not_matter() {
    check(60, |world, given, callers| {
        let mut other = world.clone();
        for named in every_policy(&mut other) {
            for statement in statements(named) {
                for name in ["Action", "NotAction"] {
                    if let Some(element) = statement.get_mut(name) {
                        *element = serde_json::from_str(&element.to_string().to_ascii_uppercase())
                            .unwrap();
                    }
                }
                let block = statement
                    .get_mut("Condition")
                    .and_then(Value::as_object_mut);
                for keys in block.into_iter().flat_map(|block| block.values_mut()) {
                    let upper =
                        |(key, value): (&String, &Value)| (key.to_ascii_uppercase(), value.clone());
                    *keys = Value::Object(keys.as_object().unwrap().iter().map(upper).collect());
                }
            }
        }
        prop_assert_eq!(
            decisions(&world, given, callers),
            decisions(&other, given, callers)
        );
        Ok(())
    });
}

/// B-11.
#[test]
fn who_am_i_is_always_answered() {
    check(60, |world, given, callers| {
        for (decision, index) in decisions(&world, given, callers).iter().zip(0..) {
            let (caller, (action, _)) = (
                &callers[index / REQUESTS.len()],
                REQUESTS[index % REQUESTS.len()],
            );
            let known = !caller.arn.is_empty()
                && !matches!(
                    caller.kind,
                    policy::PrincipalKind::Anonymous | policy::PrincipalKind::Federated { .. }
                );
            if action == "sts:GetCallerIdentity" && known {
                prop_assert_eq!(decision.effect, Effect::Allow);
            }
        }
        Ok(())
    });
}

/// Decides whether a condition is fulfilled, for an `Allow` of a user with nothing else in force.
fn fulfilled(condition: &Value, given: &[Given]) -> bool {
    let caller = &callers()[0];
    let world = World {
        identity: vec![Named {
            name: "p".to_owned(),
            arn: None,
            document: json!({"Version": "2012-10-17", "Statement": {
                "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition,
            }}),
        }],
        ..World::default()
    };
    with_layers(&world, |layers| {
        let cx = context(given, caller);
        let (action, resource) = REQUESTS[0];
        let request = Request {
            principal: caller,
            action,
            resource,
            resource_account: "111111111111",
            context: &cx,
        };
        policy::evaluate(&request, layers).allowed()
    })
}

/// Operator, its negation, a well-formed operand, well-formed values.
const PAIRS: &[(&str, &str, &str, &[&str])] = &[
    ("StringEquals", "StringNotEquals", "a", &["a", "b", ""]),
    (
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
        "a",
        &["A", "b"],
    ),
    ("StringLike", "StringNotLike", "a*", &["a", "ab", "b"]),
    ("NumericEquals", "NumericNotEquals", "5", &["5.0", "6"]),
    (
        "DateEquals",
        "DateNotEquals",
        "2024-01-01",
        &["1704067200", "2025-01-01"],
    ),
    (
        "IpAddress",
        "NotIpAddress",
        "10.0.0.0/8",
        &["10.1.1.1", "11.1.1.1", "::1"],
    ),
    (
        "ArnEquals",
        "ArnNotEquals",
        "arn:aws:s3:::b*",
        &["arn:aws:s3:::b", "arn:aws:s3:::c"],
    ),
    (
        "ArnLike",
        "ArnNotLike",
        "arn:aws:s3:::b*",
        &["arn:aws:s3:::b", "arn:aws:s3:::c"],
    ),
];

const POSITIVE: &[(&str, &str)] = &[
    ("NumericLessThan", "5"),
    ("NumericGreaterThanEquals", "5"),
    ("DateLessThan", "2024-01-01"),
    ("Bool", "true"),
    ("BinaryEquals", "QQ=="),
];

/// B-6, and on a present key `IfExists` changes nothing (B-8, C-4, C-8, C-10).
#[test]
fn an_operator_or_its_negation_holds() {
    for (operator, negation, operand, values) in PAIRS {
        for value in *values {
            let holds = |name: &str| {
                fulfilled(
                    &json!({name: {"a:x": operand}}),
                    &[Given::One("a:x", value)],
                )
            };
            assert_ne!(
                holds(operator),
                holds(negation),
                "{operator} {operand} {value}"
            );
            let many = |name: &str| {
                fulfilled(
                    &json!({name: {"a:x": operand}}),
                    &[Given::Many("a:x", vec![value])],
                )
            };
            assert!(
                !many(operator) && !many(negation),
                "{operator} on a multivalued key"
            );
            let exists = |name: &str| holds(&format!("{name}IfExists")) == holds(name);
            assert!(
                exists(operator) && exists(negation),
                "{operator}IfExists on a present key"
            );
        }
    }
}

/// B-7 and B-8, for every operator.
#[test]
fn absent_keys_follow_the_matrix() {
    let pairs = PAIRS.iter().flat_map(|(positive, negated, operand, _)| {
        [(positive, false, operand), (negated, true, operand)]
    });
    for (name, negated, operand) in pairs.chain(
        POSITIVE
            .iter()
            .map(|(name, operand)| (name, false, operand)),
    ) {
        let holds = |name: String| fulfilled(&json!({name: {"a:absent": operand}}), &[]);
        assert_eq!(holds(name.to_string()), negated, "{name}");
        assert!(holds(format!("{name}IfExists")), "{name}");
        assert!(holds(format!("ForAllValues:{name}")), "{name}");
        assert!(!holds(format!("ForAnyValue:{name}")), "{name}");
        assert!(holds(format!("ForAnyValue:{name}IfExists")), "{name}");
    }
}

/// B-13 (V-8).
#[test]
fn substituted_text_is_literal() {
    let text = "[a*?${}]{0,4}";
    let result = runner(500).run(&(text, text), |(tag, actual)| {
        let (tag, actual): (&'static str, &'static str) = (tag.leak(), actual.leak());
        let given = [Given::One("a:tag", tag), Given::One("a:x", actual)];
        let holds = fulfilled(&json!({"StringLike": {"a:x": "${a:tag}"}}), &given);
        prop_assert_eq!(holds, tag == actual);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
