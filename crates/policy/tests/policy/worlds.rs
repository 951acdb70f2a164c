//! Random small policies and requests, drawn from pools in which everything meets everything.

use std::collections::BTreeMap;

use policy::{Context, Principal};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use crate::fixtures::principal;
use crate::naive::{Named, World};

/// A runner with always the same seed. `PORTCULLIS_CASES` multiplies the cases.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases: cases.saturating_mul(factor()),
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]))
}

#[expect(clippy::disallowed_methods, reason = "tests may be told to try longer")]
fn factor() -> u32 {
    std::env::var("PORTCULLIS_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1)
}

/// One of everybody.
pub(crate) fn callers() -> Vec<Principal> {
    let user = "arn:aws:iam::111111111111:user/p/u";
    let role = "arn:aws:iam::111111111111:role/p/r";
    let session = "arn:aws:sts::111111111111:assumed-role/r/s";
    [
        json!({"arn": user, "id": "AIDAUUUUUUUUUUUUUUUUU"}),
        json!({"arn": user, "id": "AIDAVVVVVVVVVVVVVVVVV"}),
        json!({"arn": user}),
        json!({"arn": user, "id": "AIDAUUUUUUUUUUUUUUUUU", "session": "getSessionToken"}),
        json!({"arn": session, "role": role, "id": "AROARRRRRRRRRRRRRRRRR"}),
        json!({"arn": session, "role": "arn:aws:iam::111111111111:role/r"}),
        json!({"arn": session, "role": "arn:aws:iam::111111111111:role/aws-service-role/r", "serviceLinkedRole": true}),
        json!({"arn": "arn:aws:sts::111111111111:federated-user/f", "issuer": user, "issuerId": "AIDAUUUUUUUUUUUUUUUUU"}),
        json!({"arn": "arn:aws:iam::111111111111:root", "id": "111111111111"}),
        json!({"arn": "arn:aws:iam::111111111111:root", "session": "assumeRoot"}),
        json!({"arn": user, "id": "AIDAUUUUUUUUUUUUUUUUU", "session": "delegated"}),
        json!({"arn": session, "role": role, "id": "AROARRRRRRRRRRRRRRRRR", "session": "delegated"}),
        json!({"arn": "arn:aws:iam::111111111111:root", "session": "delegated"}),
        json!({"arn": "arn:aws:iam::222222222222:user/u"}),
        json!({"arn": "arn:aws:iam::222222222222:root"}),
        json!({"arn": "arn:aws:iam::222222222222:user/m", "managementAccount": true}),
        json!({"service": "logs.amazonaws.com"}),
        json!({"anonymous": true}),
        json!({"federated": "arn:aws:iam::111111111111:oidc-provider/issuer.example"}),
    ]
    .iter()
    .map(principal)
    .collect()
}

/// Actions beside resources, as services ask for them.
pub(crate) const REQUESTS: &[(&str, &str)] = &[
    ("s3:GetObject", "arn:aws:s3:::b/k"),
    ("S3:putobject", "arn:aws:s3:::b/u"),
    ("s3:ListBucket", "arn:aws:s3:::b"),
    ("s3:DeleteBucketPolicy", "arn:aws:s3:::b"),
    ("s3:ListAllMyBuckets", "*"),
    ("sts:AssumeRole", "arn:aws:iam::111111111111:role/p/r"),
    ("sts:TagSession", "arn:aws:iam::111111111111:role/p/r"),
    (
        "sts:AssumeRoleWithWebIdentity",
        "arn:aws:iam::111111111111:role/p/r",
    ),
    ("sts:GetCallerIdentity", "*"),
    ("sts:GetSessionToken", "*"),
    ("iam:GetUser", "arn:aws:iam::111111111111:user/p/u"),
    (
        "iam:PassRole",
        "arn:aws:iam::111111111111:role/aws-reserved/x",
    ),
    ("iam:TagPolicy", "arn:aws:iam::aws:policy/x"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:key/1"),
    (
        "ec2:RunInstances",
        "arn:aws:ec2:us-east-1:111111111111:instance/i",
    ),
];

const ACTIONS: &[&str] = &[
    "*",
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "s3:?utObject",
    "sts:*",
    "sts:AssumeRole",
    "sts:AssumeRole*",
    "iam:*",
    "kms:*",
    "ec2:*",
    "s3:",
    "*:GetObject",
    "s3: *",
    "kms:decrypt",
];

const RESOURCES: &[&str] = &[
    "*",
    "**",
    "?",
    "arn:aws:s3:::*",
    "arn:aws:s3:::b",
    "arn:AWS:S3:::b/*",
    "arn:aws:s3:::B",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws:s3:::b/${a:s, 'k'}",
    "arn:aws:s3:::b/${a:m}",
    "arn:aws:s3:::${*}",
    "arn:aws:s3",
    "arn:aws:s*",
    "arn:aws:s3:*",
    "arn:*:iam::*:role/*",
    "arn:aws:kms:*:111111111111:key/?",
    "arn:aws:iam::${aws:PrincipalAccount}:role/*",
];

const AWS_PRINCIPALS: &[&str] = &[
    "*",
    "111111111111",
    "222222222222",
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:user/p/u",
    "arn:aws:iam::111111111111:user/u",
    "arn:aws:iam::111111111111:role/p/r",
    "arn:aws:iam::111111111111:role/r",
    "arn:aws:sts::111111111111:assumed-role/r/s",
    "arn:aws:sts::111111111111:assumed-role/r/t",
    "arn:aws:sts::111111111111:federated-user/f",
    "AIDAUUUUUUUUUUUUUUUUU",
    "AROARRRRRRRRRRRRRRRRR",
    "arn:aws:iam::222222222222:user/u",
];

const OPERATORS: &[(&str, &[&str])] = &[
    ("StringEquals", STRINGS),
    ("StringNotEquals", STRINGS),
    ("StringEqualsIgnoreCase", STRINGS),
    ("StringNotEqualsIgnoreCase", STRINGS),
    ("StringLike", STRINGS),
    ("StringNotLike", STRINGS),
    ("NumericEquals", NUMBERS),
    ("NumericNotEquals", NUMBERS),
    ("NumericLessThan", NUMBERS),
    ("NumericLessThanEquals", NUMBERS),
    ("NumericGreaterThan", NUMBERS),
    ("NumericGreaterThanEquals", NUMBERS),
    ("DateEquals", DATES),
    ("DateNotEquals", DATES),
    ("DateLessThan", DATES),
    ("DateLessThanEquals", DATES),
    ("DateGreaterThan", DATES),
    ("DateGreaterThanEquals", DATES),
    ("Bool", BOOLEANS),
    ("IpAddress", NETWORKS),
    ("NotIpAddress", NETWORKS),
    ("ArnEquals", ARNS),
    ("ArnLike", ARNS),
    ("ArnNotEquals", ARNS),
    ("ArnNotLike", ARNS),
    ("Null", BOOLEANS),
];

const STRINGS: &[&str] = &[
    "",
    "k",
    "K",
    "u",
    "*",
    "?",
    "k*",
    "*k",
    "${a:s}",
    "${a:s, 'k'}",
    "${a:m}",
    "${aws:username}",
    "${*}",
    "${",
    "😀",
    "??",
    "Σ",
];
const NUMBERS: &[&str] = &["5", "05", "+5.0", "50e-1", "-2.5", "10", "9", "abc", ""];
const DATES: &[&str] = &[
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "1704067200",
    "2024-02-29T12:00:00Z",
    "2023-12-31",
    "never",
];
const BOOLEANS: &[&str] = &["true", "TRUE", "false", "yes"];
const NETWORKS: &[&str] = &[
    "10.0.0.0/8",
    "10.1.2.3",
    "10.1.2.77/24",
    "0.0.0.0/0",
    "2001:db8::/32",
    "2001:db8::5/64",
    "2001:db8::5",
    "::/0",
    "garbage",
];
const ARNS: &[&str] = &[
    "arn:aws:s3:::*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::B",
    "arn:*:*:*:*:*",
    "arn:aws:*:b",
    "nonsense",
    "arn:aws:s3:::${a:s}",
    "${a:s}",
    "arn:aws:iam::111111111111:*/u",
    "${a:s, 'arn:aws:s3:::b'}",
];

const KEYS: &[&str] = &[
    "a:s",
    "A:S",
    "a:m",
    "a:t",
    "aws:username",
    "aws:PrincipalArn",
    "aws:PrincipalTag/T",
];

/// What a context may hold under any key.
const VALUES: &[&str] = &[
    "",
    "k",
    "K",
    "u",
    "*",
    "k*",
    "${a:s}",
    "😀",
    "σ",
    "5",
    "5.0",
    "-2.5",
    "9",
    "abc",
    "2024-01-01T00:00:00Z",
    "1704067200",
    "true",
    "false",
    "10.1.2.3",
    "::ffff:10.1.2.3",
    "2001:db8::5",
    "garbage",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b:c",
];

/// A key and its value in a context, single or multivalued.
#[derive(Clone, Debug)]
pub(crate) enum Given {
    One(&'static str, &'static str),
    Many(&'static str, Vec<&'static str>),
}

pub(crate) fn contexts() -> impl Strategy<Value = Vec<Given>> {
    let one = (select(KEYS), select(VALUES)).prop_map(|(key, value)| Given::One(key, value));
    let many = (select(KEYS), subsequence(VALUES, 0..3))
        .prop_map(|(key, values)| Given::Many(key, values));
    let empty = Just(Given::One("a:s", ""));
    let mfa = Just(Given::One("aws:MultiFactorAuthPresent", "true"));
    prop::collection::vec(prop_oneof![5 => one, 3 => many, 1 => mfa, 1 => empty], 0..5)
}

pub(crate) fn context(given: &[Given], principal: &Principal) -> Context {
    let mut cx = Context::new();
    cx.fill(principal, "111111111111");
    for entry in given {
        match entry {
            Given::One(key, value) => cx.insert(key, *value),
            Given::Many(key, values) => {
                cx.insert_many(key, values.iter().map(|value| (*value).into()))
            }
        }
    }
    cx
}

/// Worlds with something in most layers.
pub(crate) fn worlds() -> impl Strategy<Value = World> {
    let plain = || prop::collection::vec(named(false), 0..3);
    let guard = || prop::collection::vec(prop::collection::vec(named(false), 0..3), 0..3);
    let resource = prop_oneof![3 => named(true), 1 => trust()];
    let layers = (
        plain(),
        prop::option::weighted(0.3, named(false)),
        prop::option::weighted(0.3, plain()),
        prop::option::weighted(0.7, resource),
        prop::option::weighted(0.2, guard()),
        prop::option::weighted(
            0.2,
            prop::collection::vec(prop::collection::vec(named(true), 0..2), 0..2),
        ),
        prop::option::weighted(0.15, prop::collection::vec(named(true), 0..2)),
        any::<bool>(),
    );
    layers.prop_map(
        |(identity, boundary, session, resource, scp, rcp, endpoint, bound)| World {
            identity,
            boundary,
            session,
            resource,
            scp,
            rcp,
            endpoint,
            bindings: if bound { bindings() } else { BTreeMap::new() },
        },
    )
}

fn bindings() -> BTreeMap<String, String> {
    BTreeMap::from([
        (
            "arn:aws:iam::111111111111:user/p/u".to_owned(),
            "AIDAUUUUUUUUUUUUUUUUU".to_owned(),
        ),
        (
            "arn:aws:iam::111111111111:role/p/r".to_owned(),
            "AROARRRRRRRRRRRRRRRRR".to_owned(),
        ),
    ])
}

fn named(of_resource: bool) -> impl Strategy<Value = Named> {
    document(
        prop::collection::vec(statement(of_resource, true), 1..4),
        "p",
    )
}

fn trust() -> impl Strategy<Value = Named> {
    document(prop::collection::vec(statement(true, false), 1..4), "trust")
}

fn document(
    statements: impl Strategy<Value = Vec<Value>>,
    name: &'static str,
) -> impl Strategy<Value = Named> {
    let version =
        prop_oneof![4 => Just(Some("2012-10-17")), 1 => Just(Some("2008-10-17")), 1 => Just(None)];
    (version, statements).prop_map(move |(version, statements)| {
        let mut document = json!({"Statement": statements});
        if let Some(version) = version {
            document["Version"] = json!(version);
        }
        Named {
            name: name.to_owned(),
            arn: None,
            document,
        }
    })
}

pub(crate) fn statement(of_resource: bool, with_resource: bool) -> impl Strategy<Value = Value> {
    let parts = (
        prop_oneof![3 => Just("Allow"), 1 => Just("Deny")],
        element("Action", ACTIONS),
        element("Resource", RESOURCES),
        principals(),
        prop::option::weighted(0.4, conditions()),
    );
    parts.prop_map(move |(effect, action, resource, principal, condition)| {
        let mut statement = Map::from_iter([("Effect".to_owned(), json!(effect)), action]);
        if with_resource {
            statement.extend([resource]);
        }
        if of_resource {
            statement.extend([principal]);
        }
        statement.extend(condition.map(|condition| ("Condition".to_owned(), condition)));
        Value::Object(statement)
    })
}

fn element(
    name: &'static str,
    pool: &'static [&'static str],
) -> impl Strategy<Value = (String, Value)> {
    let name = prop_oneof![5 => Just(name.to_owned()), 1 => Just(format!("Not{name}"))];
    (name, list(pool))
}

/// One bare value, often the first of the pool, or a list.
fn list(pool: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(json!(pool[0])),
        3 => select(pool).prop_map(|value| json!(value)),
        3 => subsequence(pool, 0..4).prop_map(|values| json!(values)),
    ]
}

fn principals() -> impl Strategy<Value = (String, Value)> {
    let map = prop_oneof![
        6 => list(AWS_PRINCIPALS).prop_map(|list| json!({"AWS": list})),
        1 => Just(json!({"Service": "logs.amazonaws.com"})),
        1 => Just(json!({"Federated": "arn:aws:iam::111111111111:oidc-provider/issuer.example"})),
        1 => Just(json!({"Federated": "*"})),
        1 => list(AWS_PRINCIPALS).prop_map(|list| json!({"AWS": list, "Service": ["logs.amazonaws.com", "*"]})),
    ];
    let name = prop_oneof![8 => Just("Principal"), 1 => Just("NotPrincipal")];
    (name, prop_oneof![1 => Just(json!("*")), 4 => map])
        .prop_map(|(name, value)| (name.to_owned(), value))
}

/// One or two conditions of any operators.
pub(crate) fn conditions() -> impl Strategy<Value = Value> {
    let one = (
        select(OPERATORS),
        select(&["", "ForAllValues:", "ForAnyValue:"][..]),
        any::<bool>(),
        select(KEYS),
    )
        .prop_flat_map(|((base, pool), prefix, if_exists, key)| {
            let suffix = if if_exists && base != "Null" {
                "IfExists"
            } else {
                ""
            };
            let name = format!("{prefix}{base}{suffix}");
            list(pool).prop_map(move |values| (name.clone(), json!({key: values})))
        });
    prop::collection::vec(one, 1..3)
        .prop_map(|conditions| Value::Object(conditions.into_iter().collect()))
}

/// A condition on one key, and a value of the kind that its operator compares.
pub(crate) fn condition_and_value() -> impl Strategy<Value = (Value, Given)> {
    let prefix = select(&["", "ForAllValues:", "ForAnyValue:"][..]);
    (select(OPERATORS), prefix, any::<bool>()).prop_flat_map(|((base, pool), prefix, several)| {
        let values = values_for(base);
        let given = if several {
            subsequence(values, 0..3)
                .prop_map(|values| Given::Many("a:t", values))
                .boxed()
        } else {
            select(values)
                .prop_map(|value| Given::One("a:t", value))
                .boxed()
        };
        let condition =
            list(pool).prop_map(move |values| json!({format!("{prefix}{base}"): {"a:t": values}}));
        (condition, given)
    })
}

fn values_for(operator: &str) -> &'static [&'static str] {
    match operator.trim_start_matches("Not") {
        "IpAddress" => &[
            "10.1.2.3",
            "11.0.0.1",
            "::ffff:10.1.2.3",
            "2001:db8::5",
            "2001:db8:1::",
            "::1",
            "garbage",
            "",
        ],
        operator if operator.starts_with("Arn") => &[
            "arn:aws:s3:::b",
            "arn:aws:s3:::b:c",
            "arn:aws:iam::111111111111:user/p/u",
            "arn:aws:s3",
            "bucket",
        ],
        operator if operator.starts_with("Numeric") => {
            &["5", "5.00", "-2.5", "9", "10", "1e1", "abc", "NaN"]
        }
        operator if operator.starts_with("Date") => &[
            "2024-01-01T00:00:00Z",
            "2024-02-29T12:00:00Z",
            "1704067200",
            "1704067201",
            "soon",
        ],
        _ => &[
            "", "k", "K", "u", "*", "kk", "😀", "σ", "Σ", "true", "False", "${a:s}", "${",
        ],
    }
}
