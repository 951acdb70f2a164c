//! Statements that a Deny makes void.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::cover::statement_covers;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows};
use crate::json::Span;

pub(super) const RULE: Rule = Rule {
    name: "denied-statement",
    severity: Severity::Warning,
    what: "an Allow of which a Deny without conditions takes everything away",
    why: "It allows nothing: an explicit Deny wins whatever stands before it.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
  ]
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*" },
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
  ]
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Policy evaluation logic; spec F-5",
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
    for statement in statements.iter().filter(|it| allows(it)) {
        let deny = statements
            .iter()
            .find(|other| !allows(other) && statement_covers(other, statement));
        if let Some(deny) = deny {
            let message = "another statement denies all that this one allows";
            let remark = Remark::at(opening(statement.span), message);
            remarks.push(remark.label(opening(deny.span), "denies it"));
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
