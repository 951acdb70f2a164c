//! Operators that do not fit the type of the key.

use crate::accept::Kind;
use crate::catalogue::{self, KeyKind};
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;
use crate::condition::{Operator, Test};

pub(super) const RULE: Rule = Rule {
    name: "operator-type",
    severity: Severity::Warning,
    what: "an operator for another type of values than the key has",
    why: "AWS stores it, and converts or fails to convert the value at each request: a date compared as text, or a number with an IP operator, seldom gives what was meant.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "StringEquals": { "aws:SecureTransport": "false" } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "Bool": { "aws:SecureTransport": "false" } }
  }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Condition operators; spec C-39",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        let Some(key) = catalogue::condition_key(&condition.key.value) else {
            continue;
        };
        let epoch = condition.key.value.eq_ignore_ascii_case("aws:EpochTime");
        let kind = key.kind;
        if may_hold_arn(&condition.key.value) && condition.operator.test == Test::ArnLike {
            continue;
        }
        if fits(condition.operator, kind) || (epoch && fits(condition.operator, KeyKind::Numeric)) {
            continue;
        }
        let operator = &condition.operator_name;
        let message = format!(
            "`{}` does not compare values of type {}, which `{}` has",
            operator.value,
            kind.name(),
            condition.key.value
        );
        let wanted = format!("use {}", operators(kind));
        let remark = Remark::at(operator.span, message).help(wanted);
        remarks.push(remark.label(condition.key.span, format!("of type {}", kind.name())));
    }
    remarks
}

/// String operators on ARNs work, if not part by part (C-37); what looks like an ARN may be one.
fn fits(operator: Operator, kind: KeyKind) -> bool {
    match operator.test {
        Test::StringEquals | Test::StringEqualsIgnoreCase | Test::StringLike => {
            matches!(kind, KeyKind::String | KeyKind::Arn)
        }
        Test::Numeric(_) => kind == KeyKind::Numeric,
        Test::Date(_) => kind == KeyKind::Date,
        Test::Bool => kind == KeyKind::Bool,
        Test::BinaryEquals => matches!(kind, KeyKind::Binary | KeyKind::String),
        Test::IpAddress => kind == KeyKind::Ip,
        Test::ArnLike => kind == KeyKind::Arn,
        Test::Null => true,
    }
}

/// Tags and the like hold what their owner puts there.
fn may_hold_arn(key: &str) -> bool {
    key.contains('/') || key.to_ascii_lowercase().contains("arn")
}

fn operators(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::String => "`StringEquals`, `StringLike` or their like",
        KeyKind::Numeric => "`NumericEquals`, `NumericLessThan` or their like",
        KeyKind::Date => "`DateLessThan`, `DateGreaterThan` or their like",
        KeyKind::Bool => "`Bool`",
        KeyKind::Arn => "`ArnLike` or `ArnNotLike`",
        KeyKind::Ip => "`IpAddress` or `NotIpAddress`",
        KeyKind::Binary => "`BinaryEquals`",
    }
}
