//! ForAllValues in an Allow.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows};
use crate::condition::{Set, Test};
use crate::document::Statement;

pub(super) const RULE: Rule = Rule {
    name: "for-all-values-allow",
    severity: Severity::Warning,
    what: "`ForAllValues` in an Allow without a test that the key is there",
    why: "A request without the key fulfils the condition, and is allowed.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
    "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
    "Condition": {
      "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
      "Null": { "aws:TagKeys": "false" }
    }
  }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Multivalued context keys; spec C-9",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (statement, condition) in subject.conditions() {
        let key = &condition.key;
        let all = condition.operator.set == Some(Set::ForAllValues);
        if !all
            || condition.operator.test == Test::Null
            || !allows(statement)
            || is_required(statement, &key.value)
        {
            continue;
        }
        let message = format!("a request without `{}` is allowed", key.value);
        let help = format!(
            "add `\"Null\": {{ \"{}\": \"false\" }}` to the condition",
            key.value
        );
        let remark = Remark::at(condition.operator_name.span, message).help(help);
        remarks.push(remark.label(key.span, "may be missing"));
    }
    remarks
}

fn is_required(statement: &Statement, key: &str) -> bool {
    statement.conditions.iter().any(|other| {
        let there = other.operator.test == Test::Null
            && other
                .values
                .iter()
                .all(|it| !it.value.eq_ignore_ascii_case("true"));
        let any = other.operator.set == Some(Set::ForAnyValue) && !other.operator.if_exists;
        (there || any) && other.key.value.eq_ignore_ascii_case(key)
    })
}
