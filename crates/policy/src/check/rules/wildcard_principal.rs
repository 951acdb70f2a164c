//! Allow to everyone.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows, principals};

pub(super) const RULE: Rule = Rule {
    name: "wildcard-principal",
    severity: Severity::Warning,
    what: "an Allow to everyone without a condition",
    why: "Everyone includes callers without credentials, and every AWS account.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shared/*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shared/*",
    "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
  }
}
"#,
    kind: Kind::Resource,
    source: "IAM User Guide, Principal element; spec 1.3",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    if !matches!(subject.kind, Kind::Resource | Kind::Trust) {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        if !allows(statement) || !statement.conditions.is_empty() {
            continue;
        }
        for (key, text) in principals(statement) {
            if key == "AWS" && text.value == "*" {
                let remark = Remark::at(
                    text.span,
                    "everyone is allowed this, without credentials too",
                );
                let help = "name principals, or add a condition such as on `aws:PrincipalOrgID`";
                remarks.push(remark.label(statement.effect.span, "allows").help(help));
            }
        }
    }
    remarks
}
