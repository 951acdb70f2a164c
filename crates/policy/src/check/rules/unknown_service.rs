//! Actions of services that do not exist.

use crate::accept::Kind;
use crate::catalogue;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;

pub(super) const RULE: Rule = Rule {
    name: "unknown-service",
    severity: Severity::Warning,
    what: "an action of a service that AWS does not have",
    why: "No request ever has such an action, so the statement does nothing. AWS stores it without a word.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "dynamdb:GetItem", "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*" }
}
"#,
    kind: Kind::Identity,
    source: "Service Authorization Reference; spec G-25, G-29",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for text in subject.actions() {
        let Some((prefix, name)) = text.value.split_once(':') else {
            continue;
        };
        let strange = prefix.is_empty() || prefix.contains(['*', '?']) || name.contains(':');
        if strange || catalogue::service(prefix).is_some() {
            continue;
        }
        let remark = Remark::at(text.span, format!("AWS has no service `{prefix}`"));
        let near = catalogue::near_services(prefix);
        remarks.push(match near.first() {
            Some(near) => remark.fix(
                format!("perhaps `{near}` is meant"),
                vec![edit::replacement(text, &format!("{near}:{name}"))],
            ),
            None => remark,
        });
    }
    remarks
}
