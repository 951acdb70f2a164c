//! Resources that another pattern covers.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::glob::resource_covers;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, actions, resources};
use crate::document::{Statement, Text};

pub(super) const RULE: Rule = Rule {
    name: "redundant-resource",
    severity: Severity::Suggestion,
    what: "a resource that another one in the same list covers",
    why: "It makes the policy longer and no different; often the wider one was meant to be narrow.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::data/*", "arn:aws:s3:::data/public/*"] }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/public/*" }
}
"#,
    kind: Kind::Identity,
    source: "spec M-8, M-10, M-16",
    run,
};

/// In longer lists this is not looked for: every pair is compared.
const VALUES_MAX: usize = 300;

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        let list = resources(statement);
        if list.len() > VALUES_MAX {
            continue;
        }
        for (at, text) in list.iter().enumerate() {
            if let Some(covering) = covering(statement, list, at, text) {
                let message = format!("`{}` is covered by `{}`", text.value, covering.value);
                let remark = Remark::at(text.span, message).label(covering.span, "covers it");
                remarks.push(remark.maybe_fix("take it out", subject.removal(text.span)));
            }
        }
    }
    remarks
}

fn covering<'a>(
    statement: &Statement,
    list: &'a [Text],
    at: usize,
    text: &Text,
) -> Option<&'a Text> {
    // Both are written on purpose where some actions know only `*` (M-15).
    let mixed = actions(statement).len() > 1;
    let found = list.iter().enumerate().find(|(other_at, other)| {
        let covered = resource_covers(&other.value, &text.value);
        let earlier = *other_at < at || !resource_covers(&text.value, &other.value);
        let on_purpose = mixed && other.value == "*" && text.value != "*";
        *other_at != at && covered && earlier && !on_purpose
    });
    found.map(|(_, other)| other)
}
