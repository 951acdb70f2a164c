//! Services that act for anyone.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows, principals, tests_key};

pub(super) const RULE: Rule = Rule {
    name: "confused-deputy",
    severity: Severity::Suggestion,
    what: "an Allow to an AWS service that does not say on whose behalf",
    why: "The service acts for every customer of AWS; without a condition on the source, it may be used on this resource by any of them.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*",
    "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }
  }
}
"#,
    kind: Kind::Resource,
    source: "IAM User Guide, The confused deputy problem; spec 5.5, K-9",
    run,
};

/// Keys that tell for whom a service acts.
const SOURCES: &[&str] = &[
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
];

fn run(subject: &Subject) -> Vec<Remark> {
    if subject.kind != Kind::Resource {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        if !allows(statement) || tests_key(statement, SOURCES) {
            continue;
        }
        for (key, text) in principals(statement) {
            if key == "Service" {
                let message = format!("`{}` may do this on behalf of any account", text.value);
                let remark = Remark::at(text.span, message);
                remarks.push(remark.help("add a condition on `aws:SourceAccount` or `aws:SourceArn`, if the service sends them"));
            }
        }
    }
    remarks
}
