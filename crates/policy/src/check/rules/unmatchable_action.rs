//! Actions that nothing can match.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;

pub(super) const RULE: Rule = Rule {
    name: "unmatchable-action",
    severity: Severity::Warning,
    what: "an action without a name, or with white space in it",
    why: "It matches no request: AWS compares it as it stands.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", "s3: PutObject"], "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" }
}
"#,
    kind: Kind::Identity,
    source: "spec M-3, G-29",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for text in subject.actions() {
        let Some((_, name)) = text.value.split_once(':') else {
            continue;
        };
        if name.is_empty() {
            let remark = Remark::at(text.span, format!("`{}` names no action", text.value));
            remarks.push(remark.help("all actions of a service are `service:*`"));
        } else if text.value.contains(char::is_whitespace) {
            let close: String = text.value.split_whitespace().collect();
            let remark = Remark::at(text.span, "an action with white space matches nothing");
            remarks.push(remark.fix(
                "take the white space out",
                vec![edit::replacement(text, &close)],
            ));
        }
    }
    remarks
}
