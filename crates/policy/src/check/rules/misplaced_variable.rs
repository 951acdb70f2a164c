//! Variables in places where they have no meaning.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, principals, variables};

pub(super) const RULE: Rule = Rule {
    name: "misplaced-variable",
    severity: Severity::Warning,
    what: "a policy variable where none is replaced",
    why: "Variables count in the last part of a resource\u{2019}s ARN and in the values of String and ARN operators; anywhere else they are plain text.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:sqs:${aws:RequestedRegion}:111122223333:jobs" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:111122223333:jobs-${aws:username}" }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Policy variables; spec V-2, M-18",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if !subject.document.has_variables() {
        return remarks;
    }
    for text in subject.resources() {
        let last = text
            .value
            .match_indices(':')
            .nth(4)
            .map_or(text.value.len(), |(at, _)| at);
        if text.value != "*" && !variables(&text.value[..last]).is_empty() {
            let message = "variables are replaced in the last part of an ARN only";
            remarks.push(Remark::at(text.span, message).help("use `*` here, and a condition"));
        }
    }
    for text in subject.actions() {
        if !variables(&text.value).is_empty() {
            remarks.push(Remark::at(
                text.span,
                "variables are not replaced in actions",
            ));
        }
    }
    for text in subject.statements().iter().flat_map(principals) {
        if !variables(&text.1.value).is_empty() {
            remarks.push(Remark::at(
                text.1.span,
                "variables are not replaced in principals",
            ));
        }
    }
    for (_, condition) in subject.conditions() {
        for text in condition
            .values
            .iter()
            .filter(|_| !condition.operator.expands_variables())
        {
            if !variables(&text.value).is_empty() {
                let message = format!("`{}` replaces no variables", condition.operator_name.value);
                remarks.push(Remark::at(text.span, message));
            }
        }
    }
    remarks
}
