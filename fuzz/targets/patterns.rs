//! Any pattern against any value: as a condition beside a matcher that is too simple to be wrong, as
//! an action and as a resource by their laws.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use policy::{
    CompiledPolicy, Context, Document, Effect, Kind, Layers, Policy, Principal, PrincipalKind,
    Request, compile, evaluate,
};
use serde_json::{Value, json};

const KEY: &str = "portcullis:Key";
/// Whatever policies say (S-59, S-60).
const UNDENIABLE: [&str; 2] = ["sts:GetCallerIdentity", "sts:GetSessionToken"];
const ARN: &str = "arn:aws:s3:::bucket/key";

fuzz_target!(|data: (&str, &str)| {
    let (pattern, value) = data;
    // The simple matcher needs time beyond all measure for many stars.
    let stars = pattern.matches('*').count();
    if stars <= 5 && pattern.len() <= 24 && value.len() <= 48 {
        as_condition(pattern, value);
    }
    as_action(pattern, value);
    as_resource(pattern, value);
});

fn as_condition(pattern: &str, value: &str) {
    let mut context = Context::new();
    context.insert(KEY, value);
    let holds = |operator: &str| {
        let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": { operator: { KEY: pattern } } });
        decide(&[statement], "s3:GetObject", ARN, &context) == Effect::Allow
    };
    let pattern_letters: Vec<char> = pattern.chars().collect();
    let value_letters: Vec<char> = value.chars().collect();
    assert_eq!(
        holds("StringLike"),
        matches(&pattern_letters, &value_letters)
    );
    assert_ne!(holds("StringLike"), holds("StringNotLike"));
    assert_eq!(holds("StringEquals"), pattern == value);
    assert_ne!(holds("StringEquals"), holds("StringNotEquals"));
}

/// `*` is any text, `?` any one character, everything else itself.
fn matches(pattern: &[char], value: &[char]) -> bool {
    match (pattern, value) {
        ([], []) => true,
        (['*', rest @ ..], _) => {
            matches(rest, value) || matches!(value, [_, left @ ..] if matches(pattern, left))
        }
        (['?', rest @ ..], [_, left @ ..]) => matches(rest, left),
        ([wanted, rest @ ..], [found, left @ ..]) => wanted == found && matches(rest, left),
        _ => false,
    }
}

fn as_action(pattern: &str, action: &str) {
    if UNDENIABLE.iter().any(|it| it.eq_ignore_ascii_case(action)) {
        return;
    }
    let context = Context::new();
    let ask = |statements: &[Value]| {
        let effect = decide(statements, action, ARN, &context);
        let loud = action.to_ascii_uppercase();
        assert_eq!(
            decide(statements, &loud, ARN, &context),
            effect,
            "case decides"
        );
        effect
    };
    opposed(json!({ "Action": pattern, "Resource": "*" }), ask);
}

fn as_resource(pattern: &str, resource: &str) {
    let context = Context::new();
    let ask = |statements: &[Value]| decide(statements, "s3:GetObject", resource, &context);
    opposed(
        json!({ "Action": "s3:GetObject", "Resource": pattern }),
        ask,
    );
}

/// What a statement allows, the same statement as a deny denies, in either order; what it does not
/// allow, it allows no more with a deny beside it.
fn opposed(statement: Value, ask: impl Fn(&[Value]) -> Effect) {
    let with_effect = |effect: &str| {
        let mut statement = statement.clone();
        statement["Effect"] = json!(effect);
        statement
    };
    let (allow, deny) = (with_effect("Allow"), with_effect("Deny"));
    let alone = ask(std::slice::from_ref(&allow));
    let together = ask(&[allow.clone(), deny.clone()]);
    assert_eq!(together, ask(&[deny, allow]), "order decides");
    match alone {
        Effect::Allow => assert_eq!(together, Effect::ExplicitDeny),
        Effect::ExplicitDeny | Effect::ImplicitDeny => assert_ne!(together, Effect::Allow),
    }
}

/// The effect of an identity policy of these statements, without policy variables.
fn decide(statements: &[Value], action: &str, resource: &str, context: &Context) -> Effect {
    let text = json!({ "Version": "2008-10-17", "Statement": statements }).to_string();
    let document = Document::parse(&text).expect("the grammar holds, whatever the strings are");
    let compiled: CompiledPolicy = compile(&document, Kind::Identity, &BTreeMap::new());
    let identity = [Policy {
        name: "written",
        arn: None,
        compiled: &compiled,
    }];
    let principal = Principal {
        kind: PrincipalKind::User { name: "ana".into() },
        partition: "aws".into(),
        account: "111111111111".into(),
        arn: "arn:aws:iam::111111111111:user/ana".into(),
        unique_id: None,
        session: None,
        management_account: false,
    };
    let request = Request {
        principal: &principal,
        action,
        resource,
        resource_account: "111111111111",
        context,
    };
    let layers = Layers {
        identity: &identity,
        ..Layers::default()
    };
    evaluate(&request, &layers).effect
}
