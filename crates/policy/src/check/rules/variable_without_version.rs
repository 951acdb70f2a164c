//! Variables in old policies.

use crate::accept::Kind;
use crate::check::Edit;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, variables};

pub(super) const RULE: Rule = Rule {
    name: "variable-without-version",
    severity: Severity::Warning,
    what: "a policy variable in a policy that is not of version 2012-10-17",
    why: "There `${\u{2026}}` is text like any other: it matches only requests that contain these very characters.",
    example: r#"
{
  "Version": "2008-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*" }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Policy variables; spec V-1, G-5",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    if subject.document.has_variables() {
        return Vec::new();
    }
    let values = subject
        .conditions()
        .filter(|(_, it)| it.operator.expands_variables())
        .flat_map(|(_, it)| &it.values);
    let version = subject.document.version.as_ref();
    let newer = match version {
        Some(version) => edit::replacement(version, "2012-10-17"),
        None => {
            let inside = subject.root.span.start as usize + 1;
            Edit {
                start: inside,
                end: inside,
                replacement: r#""Version":"2012-10-17","#.to_owned(),
            }
        }
    };
    let used = subject
        .resources()
        .chain(values)
        .filter(|it| !variables(&it.value).is_empty());
    used.map(|text| {
        let remark = Remark::at(
            text.span,
            "this variable is plain text in a policy of this version",
        )
        .fix("use version 2012-10-17", vec![newer.clone()]);
        match version {
            Some(version) => remark.label(version.span, "has no variables"),
            None => remark,
        }
    })
    .collect()
}
