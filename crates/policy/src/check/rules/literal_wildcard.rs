//! Wildcards that are none.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;
use crate::condition::Test;

pub(super) const RULE: Rule = Rule {
    name: "literal-wildcard",
    severity: Severity::Warning,
    what: "a `*` or `?` with an operator that knows no wildcards",
    why: "`StringEquals` compares the very characters: a `*` matches only a `*`.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::data",
    "Condition": { "StringEquals": { "s3:prefix": "home/*" } }
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
    source: "IAM User Guide, String condition operators; spec C-14",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        let exact = matches!(
            condition.operator.test,
            Test::StringEquals | Test::StringEqualsIgnoreCase
        );
        let name = &condition.operator_name;
        for text in condition.values.iter().filter(|_| exact) {
            if !plain(&text.value).contains(['*', '?']) {
                continue;
            }
            let message = format!("`{}` takes this wildcard literally", name.value);
            let remark = Remark::at(text.span, message);
            let like = name
                .value
                .replacen("Equals", "Like", 1)
                .replacen("IgnoreCase", "", 1);
            let sharing = subject
                .conditions()
                .filter(|(_, it)| it.operator_name.span == name.span)
                .count();
            let taken = subject
                .conditions()
                .any(|(_, it)| it.operator_name.value == like);
            remarks.push(if sharing == 1 && !taken {
                remark.fix(
                    format!("compare with `{like}`"),
                    vec![edit::replacement(name, &like)],
                )
            } else {
                remark.help(format!("compare it with `{like}`"))
            });
        }
    }
    remarks
}

/// The value without what stands for a literal wildcard already.
fn plain(value: &str) -> String {
    value.replace("${*}", "").replace("${?}", "")
}
