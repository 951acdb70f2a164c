//! Actions that another pattern covers.

use crate::accept::Kind;
use crate::catalogue;
use crate::check::Severity;
use crate::check::glob::covers;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, actions};

pub(super) const RULE: Rule = Rule {
    name: "redundant-action",
    severity: Severity::Suggestion,
    what: "an action that another one in the same list covers",
    why: "It makes the policy longer and no different; whoever takes it out later is surprised that nothing changes.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject"], "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }
}
"#,
    kind: Kind::Identity,
    source: "spec M-2, M-4",
    run,
};

/// In longer lists this is not looked for: every pair is compared.
const VALUES_MAX: usize = 300;

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        let list = actions(statement);
        if list.len() > VALUES_MAX {
            continue;
        }
        let lower: Vec<String> = list
            .iter()
            .map(|text| text.value.to_ascii_lowercase())
            .collect();
        let covers = |wide: usize, narrow: usize| {
            lower[wide] == "*" || (lower[narrow] != "*" && covers(&lower[wide], &lower[narrow]))
        };
        for (at, text) in list.iter().enumerate() {
            // A slip is to be mended, not to be taken out.
            if is_slip(&text.value) {
                continue;
            }
            // Of two that are the same the first stays.
            let covering = (0..list.len()).find(|&other| {
                other != at && covers(other, at) && (other < at || !covers(at, other))
            });
            if let Some(covering) = covering.map(|other| &list[other]) {
                let message = format!("`{}` is covered by `{}`", text.value, covering.value);
                let remark = Remark::at(text.span, message).label(covering.span, "covers it");
                remarks.push(remark.maybe_fix("take it out", subject.removal(text.span)));
            }
        }
    }
    remarks
}

fn is_slip(action: &str) -> bool {
    let service = action
        .split_once(':')
        .and_then(|(prefix, _)| catalogue::service(prefix));
    service.is_some() && catalogue::actions_matching(action).next().is_none()
}
