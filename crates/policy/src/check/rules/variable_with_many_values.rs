//! Variables of keys with many values.

use crate::accept::Kind;
use crate::catalogue;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, variables};

pub(super) const RULE: Rule = Rule {
    name: "variable-with-many-values",
    severity: Severity::Warning,
    what: "a policy variable for a key that may have many values",
    why: "Such a variable is never replaced, not even by its default, so the string matches nothing.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/${aws:PrincipalOrgPaths}/*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/${aws:PrincipalOrgID}/*" }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Policy variables; spec V-5",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    if !subject.document.has_variables() {
        return Vec::new();
    }
    let values = subject
        .conditions()
        .filter(|(_, it)| it.operator.expands_variables())
        .flat_map(|(_, it)| &it.values);
    let mut remarks = Vec::new();
    for text in subject.resources().chain(values) {
        for key in variables(&text.value) {
            if catalogue::condition_key(key).is_some_and(|it| it.multivalued) {
                let message =
                    format!("`{key}` may have many values: the variable is never replaced");
                remarks.push(Remark::at(text.span, message));
            }
        }
    }
    remarks
}
