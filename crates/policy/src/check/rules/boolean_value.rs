//! Values that are neither true nor false.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;
use crate::condition::Test;

pub(super) const RULE: Rule = Rule {
    name: "boolean-value",
    severity: Severity::Warning,
    what: "a value of `Bool` or `Null` other than `true` and `false`",
    why: "AWS stores it, and reads everything but `true` as `false`.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "Null": { "aws:TokenIssueTime": "yes" } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "Null": { "aws:TokenIssueTime": "true" } }
  }
}
"#,
    kind: Kind::Identity,
    source: "spec G-33, C-23, C-38",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        let boolean = matches!(condition.operator.test, Test::Bool | Test::Null);
        for text in condition.values.iter().filter(|_| boolean) {
            let plain = ["true", "false"]
                .iter()
                .any(|it| text.value.eq_ignore_ascii_case(it));
            if !plain && !text.value.contains("${") {
                let message = format!("`{}` counts as `false`", text.value);
                remarks.push(Remark::at(text.span, message).help("write `true` or `false`"));
            }
        }
    }
    remarks
}
