//! Wildcards in ids.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;
use crate::condition::Test;

pub(super) const RULE: Rule = Rule {
    name: "sensitive-key-wildcard",
    severity: Severity::Warning,
    what: "a wildcard in the value of a key that names an account, an organization or a network",
    why: "Ids are handed out to everyone: a pattern of them includes strangers, today or tomorrow.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "StringLike": { "aws:PrincipalOrgID": "o-a1b2*" } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
  }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, AWS global condition context keys, sensitive keys; spec K-10",
    run,
};

const SENSITIVE: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
];

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        let key = &condition.key;
        let sensitive = SENSITIVE
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&key.value));
        if !sensitive || condition.operator.test != Test::StringLike {
            continue;
        }
        for text in condition
            .values
            .iter()
            .filter(|it| it.value.contains(['*', '?']))
        {
            let message = format!("a pattern of `{}` includes strangers", key.value);
            remarks.push(Remark::at(text.span, message).help("list the ids, with `StringEquals`"));
        }
    }
    remarks
}
