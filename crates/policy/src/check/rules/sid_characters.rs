//! Characters of statement ids.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;

pub(super) const RULE: Rule = Rule {
    name: "sid-characters",
    severity: Severity::Suggestion,
    what: "a `Sid` with characters other than letters and digits",
    why: "AWS documents only these for policies in IAM, and its console refuses others.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Sid": "read data", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Sid": "ReadData", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Sid element; spec G-7",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    if matches!(subject.kind, Kind::Resource | Kind::Endpoint) {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    let taken = |sid: &str| {
        let mut sids = subject.statements().iter().filter_map(|it| it.sid.as_ref());
        sids.any(|it| it.value == sid)
    };
    for sid in subject.statements().iter().filter_map(|it| it.sid.as_ref()) {
        if sid.value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            continue;
        }
        let plain: String = sid
            .value
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let remark = Remark::at(sid.span, "a Sid has letters and digits only");
        remarks.push(if plain.is_empty() || taken(&plain) {
            remark
        } else {
            remark.fix("take the others out", vec![edit::replacement(sid, &plain)])
        });
    }
    remarks
}
