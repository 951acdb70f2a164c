//! The server's decisions beside those of `policy::record` on what the server exports: thousands of calls by chance, in an organization
//! whose people, policies, trusts and tree change between them.

mod draw;
mod life;

use crate::operation::Service;
use crate::scenario::Reply;
use life::{Call, Life};
use policy::record::{Answer, DecisionRecord};
use policy::{Effect, Layer};
use std::collections::BTreeMap;

/// How often each decision came by each layer.
type Seen = BTreeMap<String, usize>;

/// The records that the operator gets for a question about a caller, or the refusal's code and text.
fn exported(
    life: &mut Life,
    who: &str,
    question: &[(&str, &str)],
) -> Result<Vec<String>, [String; 2]> {
    let credentials = life.world.credentials(who);
    let token = credentials.session_token.as_deref();
    let mut params = vec![("AccessKeyId".to_owned(), credentials.access_key_id.clone())];
    params.extend(token.map(|token| ("SessionToken".to_owned(), token.to_owned())));
    let question = question
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    params.extend(question);
    let reply = life.world.call(
        Some(Service::Portcullis),
        "root",
        "ExportDecisionRecords",
        &params,
    );
    if let (Some(code), Some(message)) = (reply.error_code(), reply.error_message()) {
        return Err([code, message]);
    }
    for secret in [Some(credentials.secret.expose()), token]
        .into_iter()
        .flatten()
    {
        assert!(!reply.body.contains(secret), "a secret in {}", reply.body);
    }
    let document = roxmltree::Document::parse(&reply.body).unwrap();
    let members = document
        .descendants()
        .filter(|node| node.tag_name().name() == "member");
    Ok(members
        .map(|member| member.text().unwrap().to_owned())
        .collect())
}

/// What `portcullis eval` would answer; it is what the server expects.
fn evaluated(record: &str, seen: &mut Seen) -> Answer {
    let read = DecisionRecord::parse(record).unwrap_or_else(|error| panic!("{error}: {record}"));
    let answer = read.answer();
    let misses = read
        .expectation()
        .expect("the server expects")
        .misses(&answer);
    assert!(misses.is_empty(), "{misses:?}\n{record}");
    let place = format!("{:?} {:?}", answer.decision, answer.layer);
    *seen.entry(place).or_default() += 1;
    answer
}

fn compare(record: &str, call: &Call, who: &str, reply: &Reply, answers: &[Answer]) {
    let denied = answers
        .iter()
        .find(|answer| answer.decision != Effect::Allow);
    let told = reply.error_message();
    let place = || format!("{who} {call:?}\n{record}\n{}", reply.body);
    match denied {
        Some(answer) => assert_eq!(told, answer.message, "{}", place()),
        None => {
            let refused = reply.error_code().is_some_and(|code| {
                code.starts_with("AccessDenied") || code == "InvalidClientTokenId"
            });
            assert!(!refused, "{}", place());
        }
    }
}

/// One call, beside the records of it.
fn call(life: &mut Life, seen: &mut Seen) {
    let (who, call) = life.turn();
    let (name, params) = (
        format!("{}:{}", call.service.name(), call.action),
        call.params.to_string(),
    );
    let exported = exported(life, &who, &[("Call", &name), ("Parameters", &params)]);
    let reply = life.send(&who, &call);
    match exported {
        Ok(records) => {
            let answers: Vec<Answer> = records
                .iter()
                .map(|record| evaluated(record, seen))
                .collect();
            compare(&records.join("\n"), &call, &who, &reply, &answers);
        }
        // Credentials that are no more, and calls that are refused before any permission is asked for.
        Err([code, message]) => {
            assert!(
                reply.error_code().is_some(),
                "{who} {call:?}: {code} {message}\n{}",
                reply.body
            );
            if code != "NoSuchEntity" {
                assert_eq!(
                    reply.error_message().as_ref(),
                    Some(&message),
                    "{who} {call:?} {code}"
                );
            }
            *seen.entry("refused".to_owned()).or_default() += 1;
        }
    }
    life.keep(&call, &reply);
}

/// An action of a service that is not ours, asked as operations ask.
fn foreign(life: &mut Life, seen: &mut Seen) {
    let who = life.draw.of(&life.callers).clone();
    let account = life.draw.below(4);
    let account = life.accounts[account].clone();
    let (action, resource) = match life.draw.below(4) {
        0 => ("s3:GetObject", "arn:aws:s3:::bucket/a/k".to_owned()),
        1 => ("s3:ListAllMyBuckets", "*".to_owned()),
        2 => (
            "dynamodb:GetItem",
            format!("arn:aws:dynamodb:eu-west-1:{account}:table/t"),
        ),
        _ => ("s3:PutObject", "arn:aws:s3:::bucket/b/k".to_owned()),
    };
    let exported = exported(
        life,
        &who,
        &[("ActionName", action), ("ResourceArn", &resource)],
    );
    let Ok(records) = exported else { return };
    let [record] = &records[..] else {
        panic!("{records:?}")
    };
    let answer = evaluated(record, seen);
    let told = life.world.may(&who, action, &resource);
    assert_eq!(
        told.err(),
        answer.message,
        "{who} {action} {resource}\n{record}"
    );
}

#[test]
fn exported_records_are_decided_as_the_server_decides() {
    let mut seen = Seen::new();
    let mut calls = 0;
    for seed in 1..=6 {
        let mut life = Life::new(seed);
        for _ in 0..600 {
            match life.draw.below(10) {
                0 | 1 => life.change(),
                2 => foreign(&mut life, &mut seen),
                _ => {
                    call(&mut life, &mut seen);
                    calls += 1;
                }
            }
        }
    }

    assert!(calls > 2_000);
    let wanted = [
        (
            Effect::Allow,
            &[Layer::Identity, Layer::Resource, Layer::Service][..],
        ),
        (
            Effect::ExplicitDeny,
            &[
                Layer::Identity,
                Layer::Boundary,
                Layer::Session,
                Layer::Resource,
                Layer::Scp,
                Layer::Rcp,
            ],
        ),
        (
            Effect::ImplicitDeny,
            &[
                Layer::Identity,
                Layer::Boundary,
                Layer::Session,
                Layer::Resource,
                Layer::Scp,
                Layer::Service,
            ],
        ),
    ];
    for (effect, layers) in wanted {
        for layer in layers {
            let place = format!("{effect:?} {layer:?}");
            let count = seen.get(&place).copied().unwrap_or_default();
            assert!(count >= 5, "{place} came {count} times");
        }
    }
}
