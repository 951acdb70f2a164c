//! Policies that are almost too large.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::quota::{Quota, quotas};
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;

pub(super) const RULE: Rule = Rule {
    name: "size-near-quota",
    severity: Severity::Suggestion,
    what: "a policy that fills nine tenths of its size quota, or more",
    why: "The next change may be refused. White space outside strings does not count.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "aws:PrincipalTag/purpose": "a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, a reason that nobody will read to its end, etc." } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "aws:PrincipalTag/purpose": "deployment" } }
  }
}
"#,
    kind: Kind::Trust,
    source: "IAM User Guide, IAM and STS quotas; spec G-11, G-36, G-45, G-49",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let Quota { size, smallest, .. } = quotas(subject.document, subject.kind);
    let Some(quota) = smallest else {
        return Vec::new();
    };
    if size * 10 < quota.characters * 9 {
        return Vec::new();
    }
    let mut opening = subject.root.span;
    opening.end = opening.start + 1;
    let message = format!(
        "{size} of {} characters that {} may have",
        quota.characters, quota.of
    );
    vec![Remark::at(opening, message).help("use wildcards, or move statements to another policy")]
}
