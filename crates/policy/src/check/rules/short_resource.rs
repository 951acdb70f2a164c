//! Short ARNs.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;

pub(super) const RULE: Rule = Rule {
    name: "short-resource",
    severity: Severity::Warning,
    what: "a resource with fewer than the six parts of an ARN",
    why: "What is missing counts as `*`, which allows or denies more than is written.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-central-1" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-central-1:111122223333:jobs" }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Resource element; spec G-27, M-14",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let short = |value: &str| value.starts_with("arn:") && value.matches(':').count() < 5;
    subject
        .resources()
        .filter(|text| short(&text.value))
        .map(|text| {
            let parts = text.value.matches(':').count() + 1;
            let remark = Remark::at(text.span, format!("an ARN has six parts, this has {parts}"));
            remark.help(
                "it is `arn:partition:service:region:account:resource`; parts may be empty or `*`",
            )
        })
        .collect()
}
