//! Actions that their service does not have.

use crate::accept::Kind;
use crate::catalogue;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;

pub(super) const RULE: Rule = Rule {
    name: "unknown-action",
    severity: Severity::Warning,
    what: "an action, or a pattern of actions, that its service does not have",
    why: "No request ever has such an action, so it does nothing here. AWS stores it without a word.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
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
        let unmatchable =
            name.is_empty() || name.contains(|it: char| it == ':' || it.is_whitespace());
        let known = catalogue::actions_matching(&text.value).next().is_some();
        if unmatchable || known || catalogue::service(prefix).is_none() {
            continue;
        }
        let what = if name.contains(['*', '?']) {
            "no action that fits"
        } else {
            "no action"
        };
        let remark = Remark::at(text.span, format!("`{prefix}` has {what} `{name}`"));
        let near = catalogue::near_actions(&text.value);
        remarks.push(match near.as_slice() {
            [] => remark,
            [near] => remark.fix(
                format!("perhaps `{near}` is meant"),
                vec![edit::replacement(text, near)],
            ),
            [near, others @ ..] => remark
                .help(format!("or is it `{}`?", others.join("` or `")))
                .fix(
                    format!("perhaps `{near}` is meant"),
                    vec![edit::replacement(text, near)],
                ),
        });
    }
    remarks
}
