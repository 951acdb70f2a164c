//! Trust of other accounts without an external id.

use crate::accept::Kind;
use crate::arn;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows, principals, tests_key};

pub(super) const RULE: Rule = Rule {
    name: "missing-external-id",
    severity: Severity::Suggestion,
    what: "a role that another account may assume without an external id",
    why: "If the account belongs to a third party that serves many customers, another customer of it can have your role used for them.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "sts:AssumeRole" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "sts:ExternalId": "portcullis-7f3a" } }
  }
}
"#,
    kind: Kind::Trust,
    source: "IAM User Guide, Access to AWS accounts owned by third parties; spec F-14",
    run,
};

/// Conditions that say whom of the account is meant, or that it is not a third party's.
const LIMITS: &[&str] = &[
    "sts:ExternalId",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
];

fn run(subject: &Subject) -> Vec<Remark> {
    if subject.kind != Kind::Trust {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        if !allows(statement) || tests_key(statement, LIMITS) {
            continue;
        }
        for (key, text) in principals(statement) {
            if key == "AWS" && is_account(&text.value) {
                let remark = Remark::at(text.span, "whoever this account lets may assume the role");
                let help = "if the account is a third party's, demand an `sts:ExternalId` that it uses for you only; if it is your own \
                            organization's, a condition on `aws:PrincipalOrgID` says so";
                remarks.push(remark.help(help));
            }
        }
    }
    remarks
}

fn is_account(principal: &str) -> bool {
    arn::is_account_id(principal)
        || arn::split(principal).is_some_and(|parts| parts[2] == "iam" && parts[5] == "root")
}
