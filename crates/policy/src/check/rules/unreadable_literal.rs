//! Values that their operator cannot read.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;
use crate::condition::{Test, well_formed};

pub(super) const RULE: Rule = Rule {
    name: "unreadable-literal",
    severity: Severity::Warning,
    what: "a value of a session policy that its operator cannot read",
    why: "STS accepts it, and then it never matches; in a Deny with an ARN operator it may match everything.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:*:role/app" } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } }
  }
}
"#,
    kind: Kind::Session,
    source: "spec G-40, C-20, C-27, C-32, C-35",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    if subject.kind != Kind::Session {
        return Vec::new();
    }
    let variables = subject.document.has_variables();
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        let operator = condition.operator;
        for text in &condition.values {
            // Base64 is checked by STS itself.
            if operator.test == Test::BinaryEquals || well_formed(operator, &text.value, variables)
            {
                continue;
            }
            let message = format!(
                "`{}` cannot read `{}`",
                condition.operator_name.value, text.value
            );
            remarks.push(Remark::at(text.span, message).help(wanted(operator.test)));
        }
    }
    remarks
}

fn wanted(test: Test) -> &'static str {
    match test {
        Test::Numeric(_) => "a decimal number is wanted",
        Test::Date(_) => "a date such as `2026-01-31T12:00:00Z`, or seconds since 1970, is wanted",
        Test::IpAddress => {
            "an address or a network is wanted, an IPv6 network without bits behind its prefix"
        }
        Test::ArnLike => {
            "an ARN with all its six parts is wanted; a wildcard does not stand for a colon"
        }
        Test::StringEquals
        | Test::StringEqualsIgnoreCase
        | Test::StringLike
        | Test::Bool
        | Test::BinaryEquals
        | Test::Null => "another value is wanted",
    }
}
