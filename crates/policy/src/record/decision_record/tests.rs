use serde_json::{Value, json};

use super::*;
use crate::layers::{Effect, Layer};
use crate::record::Miss;

const USER: &str = "arn:aws:iam::111111111111:user/team/ana";

fn allow() -> Value {
    json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
}

fn deny() -> Value {
    json!({"Version": "2012-10-17", "Statement": [{"Sid": "Never", "Effect": "Deny", "Action": "*", "Resource": "*"}]})
}

fn grant(principal: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}})
}

/// A record that nothing is wrong with.
fn sound() -> Value {
    json!({
        "id": "r",
        "principal": {"arn": USER},
        "action": "s3:GetObject",
        "resource": {"arn": "arn:aws:s3:::b/k"},
        "policies": {"identity": [{"name": "p", "document": allow()}]},
    })
}

fn with(changes: &[(&str, Value)]) -> Value {
    let mut record = sound();
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        record.pointer_mut(parent).unwrap()[key] = value.clone();
    }
    record
}

fn parse(record: &Value) -> Result<DecisionRecord, Malformed> {
    DecisionRecord::parse(&record.to_string())
}

/// Decision and layer, as one word each.
fn decided(changes: &[(&str, Value)]) -> (Effect, Layer) {
    let answer = parse(&with(changes)).unwrap().answer();
    (answer.decision, answer.layer)
}

fn refused(changes: &[(&str, Value)]) -> String {
    parse(&with(changes)).unwrap_err().message
}

const ALLOWED: (Effect, Layer) = (Effect::Allow, Layer::Identity);

#[test]
fn every_form_of_principal_is_read() {
    let root = json!({"arn": "arn:aws:iam::111111111111:root"});
    let everyone = json!({"name": "b", "document": grant(json!("*"))});
    let of = |principal: Value, policy: Value| {
        let owner = json!("111111111111");
        decided(&[
            ("/principal", principal),
            ("/resource/account", owner),
            ("/policies/resource", policy),
        ])
    };
    let granted = (Effect::Allow, Layer::Resource);
    assert_eq!(of(root, Value::Null), (Effect::Allow, Layer::Service));
    assert_eq!(of(json!({"arn": USER}), Value::Null), ALLOWED);
    assert_eq!(of(json!({"anonymous": true}), everyone), granted);
    let service = json!({"service": "logs.amazonaws.com"});
    let to_service =
        json!({"name": "b", "document": grant(json!({"Service": "logs.amazonaws.com"}))});
    assert_eq!(of(service, to_service), granted);
    let session = json!({"arn": "arn:aws:sts::111111111111:assumed-role/app/s"});
    let role = "arn:aws:iam::111111111111:role/team/app";
    let to_role = json!({"name": "b", "document": grant(json!({"AWS": role}))});
    assert_eq!(of(session.clone(), to_role.clone()), granted);
    let with_path = json!({"arn": session["arn"], "role": role});
    assert_eq!(of(with_path, to_role), granted);
}

#[test]
fn a_provider_is_trusted_by_the_role_only() {
    let provider = "arn:aws:iam::111111111111:saml-provider/x";
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithSAML"}});
    let changes = |policy: Value| {
        [
            ("/principal", json!({"federated": provider})),
            ("/action", json!("sts:AssumeRoleWithSAML")),
            ("/resource/arn", json!("arn:aws:iam::111111111111:role/app")),
            ("/policies/resource", policy),
        ]
    };
    assert_eq!(
        decided(&changes(json!({"name": "trust", "document": trust}))),
        (Effect::Allow, Layer::Resource)
    );
    let denied = parse(&with(&changes(Value::Null))).unwrap().answer();
    assert_eq!(
        denied.message.as_deref(),
        Some("Not authorized to perform sts:AssumeRoleWithSAML")
    );
}

#[test]
fn sessions_and_service_linked_roles_are_what_the_record_says() {
    let session = json!({"arn": USER, "session": "getSessionToken"});
    let iam = [("/principal", session), ("/action", json!("iam:ListUsers"))];
    assert_eq!(decided(&iam), (Effect::ImplicitDeny, Layer::Service));
    let scp = json!([[{"name": "guard", "document": deny()}]]);
    let linked = |flag: bool| {
        let arn = "arn:aws:sts::111111111111:assumed-role/app/s";
        decided(&[
            ("/principal", json!({"arn": arn, "serviceLinkedRole": flag})),
            ("/policies/scp", scp.clone()),
        ])
    };
    assert_eq!(linked(true), ALLOWED);
    assert_eq!(linked(false), (Effect::ExplicitDeny, Layer::Scp));
    let root = json!({"arn": "arn:aws:iam::111111111111:root", "session": "assumeRoot"});
    let task = json!([{"name": "task", "document": deny()}]);
    assert_eq!(
        decided(&[("/principal", root), ("/policies/session", task)]),
        (Effect::ExplicitDeny, Layer::Session)
    );
}

#[test]
fn the_management_account_is_exempt_on_both_sides() {
    let scp = json!([[{"name": "guard", "document": deny()}]]);
    let guard = json!({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}});
    let rcp = json!([[{"name": "guard", "document": guard}]]);
    let caller = ("/principal/managementAccount", json!(true));
    let owner = ("/resource/managementAccount", json!(true));
    let scp = ("/policies/scp", scp);
    let rcp = ("/policies/rcp", rcp);
    assert_eq!(
        decided(std::slice::from_ref(&scp)),
        (Effect::ExplicitDeny, Layer::Scp)
    );
    assert_eq!(
        decided(std::slice::from_ref(&rcp)),
        (Effect::ExplicitDeny, Layer::Rcp)
    );
    // Within one account each side tells of the other.
    for given in [caller.clone(), owner.clone()] {
        assert_eq!(decided(&[given, scp.clone(), rcp.clone()]), ALLOWED);
    }
    let abroad = ("/resource/account", json!("222222222222"));
    assert_eq!(
        decided(&[abroad.clone(), caller, rcp.clone()]),
        (Effect::ExplicitDeny, Layer::Rcp)
    );
    assert_eq!(
        decided(&[abroad, owner, scp]),
        (Effect::ExplicitDeny, Layer::Scp)
    );
}

#[test]
fn the_owner_is_given_or_in_the_arn_or_the_caller() {
    let owner = |changes: &[(&str, Value)]| {
        parse(&with(changes)).unwrap().ask(|request, _| {
            let filled = request.context.get("aws:ResourceAccount").cloned();
            (request.resource_account.to_owned(), filled)
        })
    };
    let expected = |account: &str| {
        (
            account.to_owned(),
            Some(context::Value::Single(account.into())),
        )
    };
    assert_eq!(owner(&[]), expected("111111111111"));
    let queue = (
        "/resource/arn",
        json!("arn:aws:sqs:us-east-1:222222222222:q"),
    );
    assert_eq!(owner(&[queue]), expected("222222222222"));
    let given = ("/resource/account", json!("333333333333"));
    assert_eq!(owner(&[given]), expected("333333333333"));
    let any = ("/resource/arn", json!("*"));
    assert_eq!(owner(&[any]), expected("111111111111"));
}

#[test]
fn keys_that_follow_are_filled_in_unless_given() {
    let context = json!({"AWS:username": "eve", "aws:TagKeys": ["a", "b"], "aws:SecureTransport": true, "n": 1.50});
    let record = parse(&with(&[("/context", context)])).unwrap();
    record.ask(|request, _| {
        let value = |key| request.context.get(key).cloned().unwrap();
        let single = |text: &str| context::Value::Single(text.into());
        assert_eq!(value("aws:username"), single("eve"));
        assert_eq!(value("aws:PrincipalArn"), single(USER));
        assert_eq!(value("aws:SecureTransport"), single("true"));
        assert_eq!(value("n"), single("1.5"));
        assert_eq!(
            value("aws:TagKeys"),
            context::Value::Multi(vec!["a".into(), "b".into()])
        );
    });
}

#[test]
fn absent_null_and_empty_layers_are_not_in_force() {
    for layer in ["boundary", "session", "resource", "scp", "rcp", "endpoint"] {
        let pointer = format!("/policies/{layer}");
        for nothing in [Value::Null, json!([])] {
            assert_eq!(decided(&[(&pointer, nothing)]), ALLOWED, "{layer}");
        }
    }
    let nothing = (Effect::ImplicitDeny, Layer::Identity);
    for none in [Value::Null, json!([])] {
        assert_eq!(decided(&[("/policies/identity", none)]), nothing);
    }
    assert_eq!(decided(&[("/policies", Value::Null)]), nothing);
}

#[test]
fn an_empty_scp_level_allows_nothing_and_an_empty_rcp_level_everything() {
    let level = json!({"name": "all", "document": allow()});
    assert_eq!(
        decided(&[("/policies/scp", json!([[level], []]))]),
        (Effect::ImplicitDeny, Layer::Scp)
    );
    assert_eq!(decided(&[("/policies/rcp", json!([[], []]))]), ALLOWED);
}

#[test]
fn a_federated_user_without_session_policy_is_denied() {
    let federated = json!({"arn": "arn:aws:sts::111111111111:federated-user/f", "issuer": USER});
    let principal = ("/principal", federated);
    let session = (Effect::ImplicitDeny, Layer::Session);
    assert_eq!(decided(std::slice::from_ref(&principal)), session);
    let empty = ("/policies/session", json!([]));
    assert_eq!(decided(&[principal.clone(), empty]), session);
    let policy = (
        "/policies/session",
        json!([{"name": "s", "document": allow()}]),
    );
    assert_eq!(decided(&[principal, policy]), ALLOWED);
}

#[test]
fn answers_name_policy_statement_and_message() {
    let answer = |changes: &[(&str, Value)]| {
        serde_json::to_string(&parse(&with(changes)).unwrap().answer()).unwrap()
    };
    assert_eq!(
        answer(&[]),
        r#"{"id":"r","decision":"allow","layer":"identity","policy":"p","statement":{"index":0,"sid":null},"message":null}"#
    );
    let arn = "arn:aws:organizations::999999999999:policy/o-x/service_control_policy/p-x";
    let scp = json!([[{"name": "root", "document": allow()}], [{"name": arn, "document": deny()}]]);
    assert_eq!(
        answer(&[("/policies/scp", scp)]),
        format!(
            r#"{{"id":"r","decision":"explicitDeny","layer":"scp","policy":"{arn}","statement":{{"index":0,"sid":"Never"}},"message":"User: {USER} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k with an explicit deny in a service control policy: {arn}"}}"#
        )
    );
    assert_eq!(
        answer(&[("/id", Value::Null), ("/policies/identity", Value::Null)]),
        format!(
            r#"{{"id":null,"decision":"implicitDeny","layer":"identity","policy":null,"statement":null,"message":"User: {USER} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:GetObject action"}}"#
        )
    );
}

#[test]
fn reasons_are_told_within_an_account_or_organization() {
    let message = |context: Value| {
        let owner = json!("222222222222");
        let changes = [("/resource/account", owner), ("/context", context)];
        parse(&with(&changes)).unwrap().answer().message.unwrap()
    };
    let bare = format!(
        "User: {USER} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k"
    );
    assert_eq!(message(json!({})), bare);
    assert_eq!(message(json!({"aws:PrincipalOrgID": "o-1"})), bare);
    assert_eq!(
        message(json!({"aws:PrincipalOrgID": "o-1", "aws:ResourceOrgID": "o-1"})),
        format!("{bare} because no resource-based policy allows the s3:GetObject action")
    );
}

#[test]
fn only_the_members_of_expect_are_compared() {
    let misses = |expect: Value| {
        let record = parse(&with(&[("/expect", expect)])).unwrap();
        let misses = record.expectation().unwrap().misses(&record.answer());
        let shown = |text: Option<SmolStr>| text.unwrap_or_else(|| "nothing".into());
        let line = |miss: Miss| {
            format!(
                "{}: {} is {}",
                miss.member,
                shown(miss.expected),
                shown(miss.actual)
            )
        };
        misses.into_iter().map(line).collect::<Vec<_>>()
    };
    assert!(misses(json!({})).is_empty());
    assert!(misses(json!({"decision": "allow", "layer": "identity", "policy": "p", "statement": {"index": 0, "sid": null}, "message": null})).is_empty());
    assert_eq!(
        misses(
            json!({"decision": "explicitDeny", "policy": "q", "statement": {"index": 1, "sid": "S"}, "message": "no"})
        ),
        [
            "decision: explicitDeny is allow",
            "policy: q is p",
            "statement.index: 1 is 0",
            "statement.sid: S is nothing",
            "message: no is nothing",
        ]
    );
    assert_eq!(
        misses(json!({"policy": null, "statement": null})),
        ["policy: nothing is p", "statement: nothing is statement 0"]
    );
}

#[test]
fn what_is_not_understood_completely_is_refused() {
    let role = json!("arn:aws:iam::111111111111:role/other");
    let session = "arn:aws:sts::111111111111:assumed-role/app/s";
    let cases: &[(&str, Value, &str)] = &[
        ("/acount", json!(1), "unknown member `acount` of `record`"),
        ("/id", json!(1), "`id` must be a string, not the number 1"),
        ("/action", Value::Null, "`record` has no `action`"),
        (
            "/action",
            json!("s3:*"),
            "`s3:*` is not one action, as `s3:GetObject` is",
        ),
        (
            "/action",
            json!("GetObject"),
            "`GetObject` is not one action, as `s3:GetObject` is",
        ),
        (
            "/principal",
            json!(USER),
            "`principal` must be an object, not a string",
        ),
        (
            "/principal",
            json!({}),
            "a principal has exactly one of `arn`, `service`, `anonymous` and `federated`",
        ),
        (
            "/principal/service",
            json!("x"),
            "a principal has exactly one of `arn`, `service`, `anonymous` and `federated`",
        ),
        (
            "/principal",
            json!({"anonymous": false}),
            "`anonymous` is true or absent: a caller that is not anonymous has a name",
        ),
        (
            "/principal/role",
            role.clone(),
            "`role` belongs to the session of a role only",
        ),
        (
            "/principal/issuer",
            role.clone(),
            "`issuer` belongs to a federated user only",
        ),
        (
            "/principal/session",
            json!("assumeRoot"),
            "`assumeRoot` is a session of a root user",
        ),
        (
            "/principal/session",
            json!("x"),
            "unknown session `x`: `getSessionToken`, `assumeRoot` or `delegated`",
        ),
        (
            "/principal",
            json!({"arn": session, "session": "getSessionToken"}),
            "a role's session is `delegated` or has no `session`",
        ),
        (
            "/principal",
            json!({"anonymous": true, "managementAccount": true}),
            "`managementAccount` belongs to a principal of an account only",
        ),
        (
            "/principal",
            json!({"arn": session, "role": role}),
            "`arn:aws:iam::111111111111:role/other` is not the ARN of the role `app` of account 111111111111, whose session this is",
        ),
        (
            "/principal/arn",
            json!("arn:aws:iam::111111111111:group/g"),
            "`arn:aws:iam::111111111111:group/g` is not the ARN of a root user, user, role session or federated user",
        ),
        (
            "/principal/arn",
            json!("arn:aws:iam::1:user/u"),
            "`arn:aws:iam::1:user/u` is not the ARN of a root user, user, role session or federated user",
        ),
        (
            "/principal/arn",
            json!("arn:aws:iam::111111111111:user/"),
            "`arn:aws:iam::111111111111:user/` is not the ARN of a root user, user, role session or federated user",
        ),
        (
            "/principal",
            json!({"arn": "arn:aws:sts::111111111111:federated-user/f", "issuer": "arn:aws:iam::222222222222:user/u"}),
            "`arn:aws:iam::222222222222:user/u` is not the ARN of a user of account 111111111111",
        ),
        (
            "/principal/managementAccount",
            json!("yes"),
            "`managementAccount` must be true or false, not a string",
        ),
        (
            "/principal",
            json!({"anonymous": true}),
            "`resource` needs an `account`: neither its ARN nor the principal names one",
        ),
        (
            "/resource",
            json!("*"),
            "`resource` must be an object, not a string",
        ),
        (
            "/resource/arn",
            json!("b/k"),
            "`b/k` is neither an ARN nor `*`",
        ),
        (
            "/resource/account",
            json!("11"),
            "`11` is not an account id of twelve digits",
        ),
        (
            "/resource",
            json!({"arn": "arn:aws:sqs:r:222222222222:q", "account": "111111111111"}),
            "`account` is 111111111111, but the ARN belongs to 222222222222",
        ),
        (
            "/context",
            json!([]),
            "`context` must be an object, not a list",
        ),
        (
            "/context",
            json!({"k": null}),
            "the value of `k` must be a string or a list of strings, not null",
        ),
        (
            "/context",
            json!({"k": [["a"]]}),
            "the value of `k` must be a string or a list of strings, not a list",
        ),
        (
            "/context",
            json!({"aws:a": "1", "AWS:A": "2"}),
            "`context` has `aws:a` twice",
        ),
        (
            "/policies/scps",
            json!([]),
            "unknown member `scps` of `policies`",
        ),
        (
            "/policies/scp",
            json!([{"name": "p"}]),
            "`scp` must be a list, not an object",
        ),
        (
            "/policies/identity",
            json!({"name": "p"}),
            "`identity` must be a list, not an object",
        ),
        (
            "/policies/boundary",
            json!([{"name": "p"}]),
            "`boundary` must be an object, not a list",
        ),
        (
            "/policies/identity",
            json!([{"document": {}}]),
            "`identity` has no `name`",
        ),
        (
            "/policies/identity",
            json!([{"name": "p"}]),
            "`identity` has no `document`",
        ),
        (
            "/policies/identity",
            json!([{"name": "p", "document": 1}]),
            "identity policy `p`: `document` must be an object, or a string that holds one",
        ),
        (
            "/policies/identity",
            json!([{"name": "p", "document": {"Version": "2012-10-17"}}]),
            "identity policy `p`: Syntax errors in policy.",
        ),
        (
            "/policies/identity",
            json!([{"name": "p", "document": "{\n  \"Statement\": 1}"}]),
            "identity policy `p`, line 2, column 16 of the document: Syntax errors in policy.",
        ),
        (
            "/expect",
            json!({"effect": "allow"}),
            "unknown member `effect` of `expect`",
        ),
        (
            "/expect",
            json!({"decision": "deny"}),
            "`deny` is no decision: one of allow, explicitDeny, implicitDeny",
        ),
        (
            "/expect",
            json!({"layer": "trust"}),
            "`trust` is no layer: one of identity, boundary, session, resource, scp, rcp, endpoint, service",
        ),
        (
            "/expect",
            json!({"statement": {"index": -1}}),
            "`index` must be a place from 0, not the number -1",
        ),
    ];
    for (pointer, value, message) in cases {
        assert_eq!(
            refused(&[(pointer, value.clone())]),
            *message,
            "{pointer} {value}"
        );
    }
}

#[test]
fn documents_keep_their_text_so_that_positions_are_exact() {
    let record = |document: &str| {
        format!(
            "{{\"id\":\"x\",\n \"principal\":{{\"arn\":\"{USER}\"}}, \"action\":\"s3:GetObject\",\n \"resource\":{{\"arn\":\"*\"}},\n \"policies\":{{\"identity\":[{{\"name\":\"p\",\n\"document\":{document}}}]}}}}"
        )
    };
    let twice = "{\"Version\":\"2012-10-17\",\n   \"Statement\":{\"Effect\":\"Deny\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    let malformed = DecisionRecord::parse(&record(twice)).unwrap_err();
    assert_eq!(malformed.id.as_deref(), Some("x"));
    assert_eq!(
        (malformed.position.line, malformed.position.column),
        (6, 33)
    );
    assert_eq!(
        malformed.message,
        "identity policy `p`: Syntax errors in policy. The key \"Effect\" is there twice."
    );
    let sound = twice.replacen("\"Effect\":\"Deny\",", "", 1);
    let sound = DecisionRecord::parse(&record(&sound)).unwrap();
    let line = sound.explain(|explanation| explanation.policies[0].statements[0].line());
    assert_eq!(line, 2);
    let escaped = serde_json::to_string(twice).unwrap();
    let malformed = DecisionRecord::parse(&record(&escaped)).unwrap_err();
    assert_eq!(
        malformed.message,
        "identity policy `p`, line 2, column 33 of the document: Syntax errors in policy. The key \"Effect\" is there twice."
    );
}

#[test]
fn what_is_no_json_is_refused_where_it_breaks() {
    let at = |text: &str| {
        let malformed = DecisionRecord::parse(text).unwrap_err();
        (
            malformed.position.line,
            malformed.position.column,
            malformed.message,
        )
    };
    assert_eq!(at(""), (1, 1, "the JSON ends too early".to_owned()));
    assert_eq!(
        at("{\n\"a\" 1}"),
        (2, 5, "not JSON: unexpected '1'".to_owned())
    );
    assert_eq!(
        at("[]"),
        (1, 1, "`record` must be an object, not a list".to_owned())
    );
    let twice = r#"{"id":"a","id":"b"}"#;
    assert_eq!(at(twice), (1, 11, "`record` has `id` twice".to_owned()));
}
