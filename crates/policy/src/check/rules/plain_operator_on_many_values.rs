//! Plain operators on keys with many values.

use crate::accept::Kind;
use crate::catalogue;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;
use crate::condition::Test;

pub(super) const RULE: Rule = Rule {
    name: "plain-operator-on-many-values",
    severity: Severity::Warning,
    what: "an operator without `ForAllValues` or `ForAnyValue` on a key that may have many values",
    why: "Such a condition never holds when the key is there, whatever its values, negated operators included.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
    "Condition": { "StringEquals": { "aws:TagKeys": ["team", "cost-center"] } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
    "Condition": {
      "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "cost-center"] },
      "Null": { "aws:TagKeys": "false" }
    }
  }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Multivalued context keys; spec C-10",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        let many = catalogue::condition_key(&condition.key.value).is_some_and(|it| it.multivalued);
        let plain = condition.operator.set.is_none() && condition.operator.test != Test::Null;
        if !many || !plain {
            continue;
        }
        let name = &condition.operator_name;
        let message = format!(
            "`{}` may have many values, and `{}` never holds when it is there",
            condition.key.value, name.value
        );
        let help = if condition.operator.negated {
            format!(
                "`ForAllValues:{}` holds if no value is one of these",
                name.value
            )
        } else {
            format!(
                "`ForAnyValue:{0}` holds if some value is one of these, `ForAllValues:{0}` if all are",
                name.value
            )
        };
        let remark = Remark::at(name.span, message).help(help);
        remarks.push(remark.label(condition.key.span, "may have many values"));
    }
    remarks
}
