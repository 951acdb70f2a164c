//! Any text as a policy of every kind: read, accepted or refused, compiled, decided and explained.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use policy::{
    Context, Document, Kind, Layers, Policy, Principal, PrincipalKind, Request, accept, compile,
    evaluate, explain,
};

const KINDS: [Kind; 9] = [
    Kind::Identity,
    Kind::Managed,
    Kind::Boundary,
    Kind::Session,
    Kind::Trust,
    Kind::Resource,
    Kind::Scp,
    Kind::Rcp,
    Kind::Endpoint,
];

fuzz_target!(|text: &str| {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(refusal) => {
            assert!(!refusal.message.is_empty());
            assert!(refusal.position.is_none_or(|it| it.offset <= text.len()));
            for kind in KINDS {
                assert!(accept(text, kind).is_err(), "accepted without being read");
            }
            return;
        }
    };
    assert_eq!(
        document.text(),
        text,
        "a document comes back as it was written"
    );
    assert!(document.size() <= text.chars().count());
    for principal in document.aws_principals() {
        let literal = &text[principal.start..principal.end];
        let value: String = serde_json::from_str(literal).expect("a string literal");
        assert_eq!(value, principal.value);
    }
    for kind in KINDS {
        // Stored documents of other times may not be acceptable any more, and are decided all the same.
        let _ = accept(text, kind);
        decided(&document, kind);
    }
});

fn decided(document: &Document, kind: Kind) {
    let compiled = compile(document, kind, &BTreeMap::new());
    let written = [Policy {
        name: "written",
        arn: None,
        compiled: &compiled,
    }];
    let levels: [&[Policy]; 1] = [&written];
    let layers = match kind {
        Kind::Identity | Kind::Managed => Layers {
            identity: &written,
            ..Layers::default()
        },
        Kind::Boundary => Layers {
            boundary: Some(written[0]),
            ..Layers::default()
        },
        Kind::Session => Layers {
            session: Some(&written),
            ..Layers::default()
        },
        Kind::Trust | Kind::Resource => Layers {
            resource: Some(written[0]),
            ..Layers::default()
        },
        Kind::Scp => Layers {
            scp: Some(&levels),
            ..Layers::default()
        },
        Kind::Rcp => Layers {
            rcp: Some(&levels),
            ..Layers::default()
        },
        Kind::Endpoint => Layers {
            endpoint: Some(&written),
            ..Layers::default()
        },
    };
    let principal = ana();
    let mut context = Context::new();
    context.insert("aws:SourceIp", "203.0.113.7");
    context.fill(&principal, "222222222222");
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::bucket/home/ana/key",
        resource_account: "222222222222",
        context: &context,
    };
    let decision = evaluate(&request, &layers);
    assert_eq!(
        decision,
        evaluate(&request, &layers),
        "the same question, the same answer"
    );
    assert_eq!(decision, explain(&request, &layers).decision());
    // Ana's account and the bucket's owner must both allow, and only one of them is asked here.
    assert!(!decision.allowed(), "{decision:?}");
    assert!(!policy::denial_message(&request, &layers, &decision, true).is_empty());
}

fn ana() -> Principal {
    Principal {
        kind: PrincipalKind::User { name: "ana".into() },
        partition: "aws".into(),
        account: "111111111111".into(),
        arn: "arn:aws:iam::111111111111:user/ana".into(),
        unique_id: Some("AIDAQQQQQQQQQQQQQQQQQ".into()),
        session: None,
        management_account: false,
    }
}
