//! Old versions of the language.

use crate::accept::Kind;
use crate::check::Edit;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, variables};

pub(super) const RULE: Rule = Rule {
    name: "old-version",
    severity: Severity::Suggestion,
    what: "a policy without `Version`, or with the old one",
    why: "Without `2012-10-17` policy variables are plain text, and managed policies are refused.",
    example: r#"
{
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Version element; spec G-5",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    // Managed policies are refused, and policies with variables spoken of, elsewhere.
    let managed = matches!(subject.kind, Kind::Managed | Kind::Boundary);
    let texts = subject
        .resources()
        .chain(subject.conditions().flat_map(|(_, it)| &it.values));
    let used = texts
        .map(|it| variables(&it.value))
        .any(|keys| !keys.is_empty());
    if managed || used || subject.document.has_variables() {
        return Vec::new();
    }
    vec![match &subject.document.version {
        Some(version) => Remark::at(version.span, "this version has no policy variables").fix(
            "use version 2012-10-17",
            vec![edit::replacement(version, "2012-10-17")],
        ),
        None => {
            let mut opening = subject.root.span;
            opening.end = opening.start + 1;
            let inside = opening.end as usize;
            Remark::at(
                opening,
                "the policy names no version, so it is of 2008-10-17",
            )
            .fix(
                "use version 2012-10-17",
                vec![Edit {
                    start: inside,
                    end: inside,
                    replacement: r#""Version":"2012-10-17","#.to_owned(),
                }],
            )
        }
    }]
}
