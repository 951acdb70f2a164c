//! Set operators on keys with one value.

use crate::accept::Kind;
use crate::catalogue;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;

pub(super) const RULE: Rule = Rule {
    name: "set-operator-on-single-value",
    severity: Severity::Warning,
    what: "`ForAllValues` or `ForAnyValue` on a key that has one value",
    why: "With `ForAllValues` a missing key fulfils the condition, which an Allow does not survive; `ForAnyValue` changes nothing but what a missing key means. AWS warns against both.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "ForAnyValue:StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
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
    source: "IAM User Guide, Multivalued context keys; spec C-13",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        let single =
            catalogue::condition_key(&condition.key.value).is_some_and(|it| !it.multivalued);
        let name = &condition.operator_name;
        let Some((set, plain)) = name.value.split_once(':') else {
            continue;
        };
        if !single {
            continue;
        }
        let message = format!(
            "`{}` has one value, and `{set}` is for many",
            condition.key.value
        );
        let remark = Remark::at(name.span, message).label(condition.key.span, "has one value");
        let alone = subject
            .conditions()
            .filter(|(_, other)| other.operator_name.span == name.span)
            .count()
            == 1;
        let taken = subject
            .conditions()
            .any(|(_, other)| other.operator_name.value == plain);
        remarks.push(if alone && !taken {
            remark.fix(
                "compare the one value",
                vec![edit::replacement(name, plain)],
            )
        } else {
            remark.help(format!("move the key to `{plain}`"))
        });
    }
    remarks
}
