//! Tests of multi-factor authentication that do not test.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows};
use crate::condition::Test;

pub(super) const RULE: Rule = Rule {
    name: "mfa-long-term-key",
    severity: Severity::Warning,
    what: "a test of multi-factor authentication that long-term access keys escape",
    why: "Requests with long-term keys do not have `aws:MultiFactorAuthPresent` at all: `Bool false` in a Deny does not hold for them, and `BoolIfExists true` in an Allow does.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }
  }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, aws:MultiFactorAuthPresent; spec C-6",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (statement, condition) in subject.conditions() {
        let mfa = condition
            .key
            .value
            .eq_ignore_ascii_case("aws:MultiFactorAuthPresent");
        if !mfa || condition.operator.test != Test::Bool || condition.operator.set.is_some() {
            continue;
        }
        let wants = |wanted: &str| {
            condition
                .values
                .iter()
                .any(|it| it.value.eq_ignore_ascii_case(wanted))
        };
        let (message, operator) = match (allows(statement), condition.operator.if_exists) {
            (false, false) if wants("false") => {
                ("long-term access keys are not denied", "BoolIfExists")
            }
            (true, true) if wants("true") => (
                "long-term access keys are allowed without a second factor",
                "Bool",
            ),
            _ => continue,
        };
        let name = &condition.operator_name;
        let remark = Remark::at(name.span, message);
        let remark = remark.label(condition.key.span, "missing from requests with such keys");
        let sharing = subject
            .conditions()
            .filter(|(_, it)| it.operator_name.span == name.span)
            .count();
        remarks.push(if sharing == 1 {
            let edit = edit::replacement(name, operator);
            remark.fix(format!("use `{operator}`"), vec![edit])
        } else {
            remark.help(format!("move the key to `{operator}`"))
        });
    }
    remarks
}
