//! Conditions and lists with nothing in them.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;

pub(super) const RULE: Rule = Rule {
    name: "empty-list",
    severity: Severity::Warning,
    what: "a condition, operator or list with nothing in it",
    why: "An empty condition is always fulfilled. An empty list of values never is, or with a negated operator always.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*",
    "Condition": { "StringEquals": { "aws:RequestedRegion": [] } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*",
    "Condition": { "StringEquals": { "aws:RequestedRegion": ["eu-central-1"] } }
  }
}
"#,
    kind: Kind::Identity,
    source: "spec C-5, G-28",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let statements = subject
        .root
        .member("Statement")
        .map_or(&[][..], |it| it.node.elements());
    for condition in statements.iter().filter_map(|it| it.member("Condition")) {
        let operators = condition.node.members().unwrap_or_default();
        if operators.is_empty() {
            let remark = Remark::at(
                condition.node.span,
                "an empty condition is always fulfilled",
            );
            remarks.push(remark.maybe_fix("take it out", subject.removal(condition.key_span)));
        }
        for operator in operators {
            let keys = operator.node.members().unwrap_or_default();
            if keys.is_empty() {
                let message = format!("`{}` tests no key", operator.key);
                let remark = Remark::at(operator.key_span, message);
                remarks.push(remark.maybe_fix("take it out", subject.removal(operator.key_span)));
            }
            for key in keys.iter().filter(|it| it.node.elements().is_empty()) {
                let message = format!("no value that `{}` could have is listed", key.key);
                remarks.push(Remark::at(key.node.span, message).label(key.key_span, "this key"));
            }
        }
    }
    remarks
}
