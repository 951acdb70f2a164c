//! Any texts as a request and the policies in force: the explanation comes to the decision that the evaluation comes to,
//! and everything it says belongs to it.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use policy::{
    CompiledPolicy, Context, Document, Effect, Kind, Layers, Policy, Principal, PrincipalKind,
    Request, SessionKind, compile, denial_message, evaluate, explain,
};

const ACCOUNT: &str = "111111111111";

/// The kinds of the documents that follow action, resource, key and value, in their order in the input.
const DOCUMENTS: [Kind; 7] = [
    Kind::Identity,
    Kind::Resource,
    Kind::Boundary,
    Kind::Session,
    Kind::Scp,
    Kind::Rcp,
    Kind::Endpoint,
];

// A byte that chooses caller and owner, then texts with a zero byte between each two.
fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let mut texts = text.split('\0');
    let mut next = || texts.next().unwrap_or_default();
    let (action, resource, key, value) = (next(), next(), next(), next());
    let compiled = DOCUMENTS.map(|kind| compiled(next(), kind));
    let principal = caller(*choice);
    let owner = if choice & 0x80 == 0 {
        ACCOUNT
    } else {
        "222222222222"
    };
    let mut context = Context::new();
    if choice & 0x40 == 0 {
        context.insert(key, value);
    } else {
        context.insert_many(key, value.split(',').map(Into::into));
    }
    context.fill(&principal, owner);
    let request = Request {
        principal: &principal,
        action,
        resource,
        resource_account: owner,
        context: &context,
    };
    let [identity, resource, boundary, session, scp, rcp, endpoint] =
        compiled.each_ref().map(|it| it.as_ref().map(written));
    let (with_scp, with_rcp) = (scp.is_some(), rcp.is_some());
    let (scp, rcp) = ([scp.as_slice()], [rcp.as_slice()]);
    let layers = Layers {
        identity: identity.as_slice(),
        boundary,
        session: session.as_ref().map(std::slice::from_ref),
        resource,
        scp: with_scp.then_some(&scp[..]),
        rcp: with_rcp.then_some(&rcp[..]),
        endpoint: endpoint.as_ref().map(std::slice::from_ref),
    };
    agreed(&request, &layers);
});

/// None if there is no document, or none of the grammar.
fn compiled(text: &str, kind: Kind) -> Option<CompiledPolicy> {
    let document = Document::parse(text).ok()?;
    Some(compile(&document, kind, &BTreeMap::new()))
}

fn written(compiled: &CompiledPolicy) -> Policy<'_> {
    Policy {
        name: "written",
        arn: None,
        compiled,
    }
}

fn agreed(request: &Request, layers: &Layers) {
    let decision = evaluate(request, layers);
    let explanation = explain(request, layers);
    assert_eq!(explanation.decision(), decision);
    assert!(!explanation.clause(&[]).is_empty());
    assert!(!explanation.to_string().is_empty());
    serde_json::to_value(&explanation).expect("an explanation is data");
    if let Some(by) = decision.by {
        let place = (decision.layer, by.level, by.policy);
        let mut policies = explanation.policies.iter();
        let policy = policies.find(|it| (it.layer, it.level, it.index) == place);
        let policy = policy.expect("the policy that decided is explained");
        assert!(policy.statements[by.statement].matched());
    }
    for statement in explanation.policies.iter().flat_map(|it| &it.statements) {
        assert!(statement.matched() || !statement.clauses().is_empty());
    }
    match decision.effect {
        Effect::Allow => assert!(explanation.changes.is_empty()),
        Effect::ExplicitDeny | Effect::ImplicitDeny => {
            let full = denial_message(request, layers, &decision, true);
            let short = denial_message(request, layers, &decision, false);
            assert!(full.starts_with(&short));
        }
    }
}

fn caller(choice: u8) -> Principal {
    let of_account = |kind, name: &str| Principal {
        kind,
        partition: "aws".into(),
        account: ACCOUNT.into(),
        arn: format!("arn:aws:{name}").into(),
        unique_id: None,
        session: None,
        management_account: choice & 0x20 != 0,
    };
    let stranger = |kind| Principal {
        account: "".into(),
        arn: "".into(),
        ..of_account(kind, "")
    };
    let user = || PrincipalKind::User { name: "ana".into() };
    match choice & 0x07 {
        0 => of_account(user(), "iam::111111111111:user/ana"),
        1 => Principal {
            session: Some(SessionKind::GetSessionToken),
            ..of_account(user(), "iam::111111111111:user/ana")
        },
        2 | 3 => {
            let kind = PrincipalKind::RoleSession {
                role_arn: "arn:aws:iam::111111111111:role/team/r".into(),
                session_name: "s".into(),
                service_linked: choice & 1 != 0,
            };
            of_account(kind, "sts::111111111111:assumed-role/r/s")
        }
        4 => {
            let kind = PrincipalKind::FederatedUser {
                name: "f".into(),
                issuer_arn: Some("arn:aws:iam::111111111111:user/ana".into()),
                issuer_id: None,
            };
            of_account(kind, "sts::111111111111:federated-user/f")
        }
        5 => of_account(PrincipalKind::Root, "iam::111111111111:root"),
        6 => stranger(PrincipalKind::Service {
            name: "logs.amazonaws.com".into(),
        }),
        _ => stranger(PrincipalKind::Anonymous),
    }
}
