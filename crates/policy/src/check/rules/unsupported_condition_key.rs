//! Condition keys that requests for a statement's actions never carry.

use crate::accept::Kind;
use crate::catalogue::{self, Action, Service};
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, actions, has_not_action};
use crate::document::Statement;

pub(super) const RULE: Rule = Rule {
    name: "unsupported-condition-key",
    severity: Severity::Warning,
    what: "a service's condition key that none of the statement's actions supports",
    why: "The key is missing from every request that the statement speaks of: a positive condition never holds, a negated one and one with `IfExists` always does.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*",
    "Condition": { "StringLike": { "s3:prefix": "home/*" } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::data",
    "Condition": { "StringLike": { "s3:prefix": "home/*" } }
  }
}
"#,
    kind: Kind::Identity,
    source: "Service Authorization Reference; spec K-12",
    run,
};

/// Keys that say where credentials come from, and are there whatever is called with them (spec 5.2).
const KEYS_OF_SESSIONS: &[&str] = &[
    "ec2:roledelivery",
    "ec2:sourceinstancearn",
    "glue:credentialissuingservice",
    "glue:roleassumedby",
    "identitystore:userid",
    "lambda:sourcefunctionarn",
    "ssm:sourceinstancearn",
];

/// Of the actions that do support a key so many are named.
const NAMED_MAX: usize = 3;

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        if statement.conditions.is_empty() {
            continue;
        }
        let Some(called) = known_actions(statement) else {
            continue;
        };
        for condition in &statement.conditions {
            let key = condition.key.value.as_str();
            let Some(service) = service_of(key) else {
                continue;
            };
            if called.iter().any(|action| action.supports(key)) {
                continue;
            }
            let message = format!("none of the statement's actions supports `{key}`");
            let supporting = service.actions().iter();
            let names: Vec<String> = supporting
                .filter(|action| action.supports(key))
                .take(NAMED_MAX + 1)
                .map(|action| format!("`{action}`"))
                .collect();
            let more = if names.len() > NAMED_MAX {
                " and others"
            } else {
                ""
            };
            let shown = names[..names.len().min(NAMED_MAX)].join(", ");
            remarks.push(
                Remark::at(condition.key.span, message)
                    .help(format!("it is a key of {shown}{more}")),
            );
        }
    }
    remarks
}

/// The actions that a statement names, if every one of its strings names some.
fn known_actions(statement: &Statement) -> Option<Vec<&'static Action>> {
    let listed = actions(statement);
    if has_not_action(statement) || listed.iter().any(|text| text.value == "*") {
        return None;
    }
    let mut called = Vec::new();
    for text in listed {
        let before = called.len();
        called.extend(catalogue::actions_matching(&text.value));
        if called.len() == before {
            return None;
        }
    }
    Some(called)
}

/// The service that alone has the key, if one of its actions supports it.
fn service_of(key: &str) -> Option<&'static Service> {
    let (prefix, _) = key.split_once(':')?;
    let of_session = KEYS_OF_SESSIONS
        .iter()
        .any(|listed| listed.eq_ignore_ascii_case(key));
    let service = catalogue::service(prefix).filter(|_| !of_session)?;
    let mut supporting = service.actions().iter();
    supporting
        .any(|action| action.supports(key))
        .then_some(service)
}
