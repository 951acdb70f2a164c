//! Deny with exceptions by principal.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows};

pub(super) const RULE: Rule = Rule {
    name: "not-principal",
    severity: Severity::Warning,
    what: "a Deny with `NotPrincipal`",
    why: "Whoever is to be spared must be listed with their account, their role and their session, and a principal with a permissions boundary is denied whatever the list says.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Deny", "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:user/ana" }, "Action": "s3:*", "Resource": "arn:aws:s3:::data/*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::data/*",
    "Condition": { "ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:user/ana" } }
  }
}
"#,
    kind: Kind::Resource,
    source: "IAM User Guide, NotPrincipal element; spec M-31, M-32",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let denies = subject.statements().iter().filter(|it| !allows(it));
    let elements = denies
        .filter_map(|it| it.principal.as_ref())
        .filter(|it| it.not);
    elements
        .map(|element| {
            let remark = Remark::at(element.span, "exceptions by `NotPrincipal` are easily missed");
            remark.help("deny `\"Principal\": \"*\"` with the condition `ArnNotEquals` on `aws:PrincipalArn`")
        })
        .collect()
}
