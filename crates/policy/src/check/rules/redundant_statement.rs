//! Statements that another one covers.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::cover::statement_covers;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows};
use crate::json::Span;

pub(super) const RULE: Rule = Rule {
    name: "redundant-statement",
    severity: Severity::Suggestion,
    what: "a statement that another one of the same effect covers",
    why: "Taking it out changes nothing; changing it changes nothing either, which surprises.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
  ]
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
}
"#,
    kind: Kind::Identity,
    source: "spec G-12, F-5",
    run,
};

/// In longer policies this is not looked for: every pair is compared.
const STATEMENTS_MAX: usize = 200;

fn run(subject: &Subject) -> Vec<Remark> {
    let statements = subject.statements();
    if statements.len() > STATEMENTS_MAX {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let covering = statements.iter().enumerate().find(|(other_at, other)| {
            let covered = allows(other) == allows(statement) && statement_covers(other, statement);
            *other_at != at && covered && (*other_at < at || !statement_covers(statement, other))
        });
        if let Some((_, other)) = covering {
            let message = "another statement covers this one";
            let remark = Remark::at(opening(statement.span), message);
            let remark = remark.label(opening(other.span), "covers it");
            remarks.push(remark.maybe_fix("take it out", subject.removal(statement.span)));
        }
    }
    remarks
}

fn opening(span: Span) -> Span {
    Span {
        end: span.start + 1,
        ..span
    }
}
