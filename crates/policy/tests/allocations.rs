//! What decisions cost in memory: nothing while they are made, little while policies wait. A binary of its own, since it
//! counts allocations.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use allocation_counter::measure;
use policy::{
    CompiledPolicy, Context, Document, Kind, Layers, Policy, Principal, PrincipalKind, Request,
};

const IDENTITY: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":["s3:Get*","s3:?ist*"],"Resource":"arn:aws:s3:::data/${aws:username}/*"},
  {"Effect":"Allow","NotAction":"iam:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}},
  {"Effect":"Allow","Action":"ec2:*","Resource":["arn:aws:ec2:*:*:instance/*","arn:aws:ec2:*"],"Condition":{
    "StringEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"],"aws:ResourceTag/team":"${aws:PrincipalTag/team, 'none'}"},
    "NumericLessThan":{"ec2:VolumeSize":"100.5"},"DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"},
    "ForAllValues:StringLike":{"aws:TagKeys":["team","cost-*"]},"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"},
    "StringEqualsIgnoreCase":{"aws:PrincipalTag/team":"BLUE","aws:PrincipalTag/street":"${aws:PrincipalTag/none, 'ἐπὶ'} ὉΔΌΣ"},"Null":{"aws:SourceVpc":"true"}}},
  {"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::data/*","Condition":{"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]}}}]}"#;

const BUCKET: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111111111111:user/ana","222222222222"]},"Action":"s3:PutObject","Resource":"arn:aws:s3:::data/*"},
  {"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::111111111111:user/ana","arn:aws:iam::111111111111:root"]},"Action":"s3:*","Resource":"arn:aws:s3:::data/*"},
  {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::data/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#;

const SHORT: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;

const ADDRESSES: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{
  "NotIpAddress":{"aws:SourceIp":["192.0.2.0/24","198.51.100.0/24","203.0.113.0/24","2001:db8:1::/48","2001:db8:2::/48"]},
  "DateLessThan":{"aws:CurrentTime":["2026-01-01T00:00:00Z","2027-01-01T00:00:00Z"]},
  "ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::111111111111:role/admin/*","arn:aws:iam::222222222222:role/admin/*"]}}}]}"#;

const LIMIT: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
  {"Effect":"Deny","Action":["organizations:*","s3:DeleteBucket*"],"Resource":"*"}]}"#;

fn compile(text: &str, kind: Kind) -> CompiledPolicy {
    policy::compile(&Document::parse(text).unwrap(), kind, &BTreeMap::new())
}

fn many_statements(count: usize) -> String {
    let mut list = String::new();
    for index in 0..count {
        let comma = if index == 0 { "" } else { "," };
        let resource = format!("arn:aws:s3:::app-{index:05}-*");
        write!(
            list,
            r#"{comma}{{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"{resource}"}}"#
        )
        .unwrap();
    }
    format!(r#"{{"Version":"2012-10-17","Statement":[{list}]}}"#)
}

fn ana() -> Principal {
    Principal {
        kind: PrincipalKind::User { name: "ana".into() },
        partition: "aws".into(),
        account: "111111111111".into(),
        arn: "arn:aws:iam::111111111111:user/ana".into(),
        unique_id: Some("AIDAEXAMPLEEXAMPLEEXA".into()),
        session: None,
        management_account: false,
    }
}

fn context(principal: &Principal, from: &str) -> Context {
    let mut cx = Context::new();
    for (key, value) in [
        ("aws:SourceIp", from),
        ("aws:RequestedRegion", "eu-west-1"),
        ("aws:CurrentTime", "2026-11-21T00:00:00Z"),
        ("aws:PrincipalTag/team", "blue"),
        ("aws:PrincipalTag/street", "Ἐπὶ ὁδός"),
        ("aws:ResourceTag/team", "blue"),
        ("aws:SecureTransport", "true"),
        ("ec2:VolumeSize", "8"),
    ] {
        cx.insert(key, value);
    }
    cx.insert_many("aws:TagKeys", ["team".into(), "cost-center".into()]);
    cx.fill(principal, "111111111111");
    cx
}

#[test]
fn a_decision_allocates_nothing() {
    let [identity, many] =
        [IDENTITY, &many_statements(50)].map(|text| compile(text, Kind::Managed));
    let [bucket, boundary, scp] = [
        (BUCKET, Kind::Resource),
        (LIMIT, Kind::Boundary),
        (LIMIT, Kind::Scp),
    ]
    .map(|(text, kind)| compile(text, kind));
    let named = |compiled| Policy {
        name: "p",
        arn: None,
        compiled,
    };
    let identity = [named(&identity), named(&many)];
    let level = [named(&scp)];
    let principal = ana();
    let mut allowed = Vec::new();
    for from in ["203.0.113.7", "2001:db8::1", "198.51.100.7", "nowhere"] {
        let cx = context(&principal, from);
        for (action, resource) in [
            ("s3:GetObject", "arn:aws:s3:::data/ana/x"),
            ("s3:PutObject", "arn:aws:s3:::data/x"),
            ("s3:PutObject", "arn:aws:s3:::app-00007-x"),
            ("S3:deletebucket", "arn:aws:s3:::data"),
            (
                "ec2:RunInstances",
                "arn:aws:ec2:eu-west-1:111111111111:instance/i",
            ),
            ("iam:CreateUser", "arn:aws:iam::111111111111:user/eve"),
            ("s3:ListAllMyBuckets", "*"),
        ] {
            let request = Request {
                principal: &principal,
                action,
                resource,
                resource_account: "111111111111",
                context: &cx,
            };
            let in_bucket = resource.starts_with("arn:aws:s3:::data/");
            let layers = Layers {
                identity: &identity,
                boundary: Some(named(&boundary)),
                resource: in_bucket.then(|| named(&bucket)),
                scp: Some(&[&level]),
                ..Layers::default()
            };
            let mut decision = None;
            let cost = measure(|| decision = Some(policy::evaluate(&request, &layers)));
            assert_eq!(cost.count_total, 0, "{action} on {resource} from {from}");
            allowed.extend(decision.filter(policy::Decision::allowed).map(|_| action));
        }
    }
    // The decisions are of all sorts, so the conditions were read.
    assert!(allowed.contains(&"ec2:RunInstances") && allowed.contains(&"s3:PutObject"));
    assert!((4..20).contains(&allowed.len()), "{allowed:?}");
}

#[test]
fn a_compiled_policy_is_its_text_and_at_most_four_times_as_much() {
    for (text, kind) in [
        (SHORT, Kind::Managed),
        (IDENTITY, Kind::Managed),
        (LIMIT, Kind::Scp),
        (BUCKET, Kind::Resource),
        (ADDRESSES, Kind::Managed),
        (&many_statements(30), Kind::Managed),
        (&many_statements(1_000), Kind::Managed),
    ] {
        let document = Document::parse(text).unwrap();
        let nothing = BTreeMap::new();
        let mut compiled = None;
        let cost = measure(|| compiled = Some(policy::compile(&document, kind, &nothing)));
        let all = usize::try_from(cost.bytes_current).unwrap() + size_of::<CompiledPolicy>();
        let bytes = all - (text.len() + size_of::<Box<str>>());
        println!(
            "{} bytes of text, {bytes} besides: {:.2}",
            text.len(),
            bytes as f64 / text.len() as f64
        );
        assert!(all > 2 * text.len(), "nothing was counted");
        assert!(bytes <= 4 * text.len(), "{bytes} bytes for {}", text.len());
        drop(compiled);
    }
}
