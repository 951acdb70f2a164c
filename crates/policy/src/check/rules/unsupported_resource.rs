//! Resources that no listed action works on.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use std::collections::BTreeSet;

use crate::catalogue;
use crate::check::glob::{resource_overlaps, without_variables};
use crate::check::subject::{Subject, actions, has_not_action, has_not_resource, resources};
use crate::document::Statement;

pub(super) const RULE: Rule = Rule {
    name: "unsupported-resource",
    severity: Severity::Warning,
    what: "a resource of a type that none of the listed actions works on",
    why: "The resource matches no request with these actions. A bucket where objects are meant is the usual case.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }
}
"#,
    kind: Kind::Identity,
    source: "Service Authorization Reference; spec M-10, M-15",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        if has_not_action(statement) || has_not_resource(statement) {
            continue;
        }
        let Some(formats) = formats(statement) else {
            continue;
        };
        for text in resources(statement).iter().filter(|text| text.value != "*") {
            if formats
                .iter()
                .any(|(_, format)| may_be(&text.value, format))
            {
                continue;
            }
            let remark = Remark::at(
                text.span,
                "none of these actions works on a resource like this",
            );
            let span = statement
                .action
                .as_ref()
                .map_or(statement.span, |it| it.span);
            let wanted: Vec<String> = formats
                .iter()
                .map(|(name, format)| format!("{name} `{format}`"))
                .collect();
            remarks.push(
                remark
                    .label(span, "these actions")
                    .help(match wanted.as_slice() {
                        few if few.len() <= 4 => format!("they work on {}", few.join(", ")),
                        [first, second, third, others @ ..] => {
                            format!(
                                "they work on {first}, {second}, {third} and {} more types",
                                others.len()
                            )
                        }
                        _ => "they work on no resource in particular".to_owned(),
                    }),
            );
        }
    }
    remarks
}

/// The types of resources that the actions work on; `None` if one of them is not known, or all of them know only `*`.
fn formats(statement: &Statement) -> Option<BTreeSet<(&'static str, &'static str)>> {
    let mut formats = BTreeSet::new();
    for text in actions(statement) {
        if text.value == "*" {
            return None;
        }
        let mut any = false;
        for action in catalogue::actions_matching(&text.value) {
            any = true;
            formats.extend(action.resource_types().map(|it| (it.name(), it.arn())));
        }
        if !any {
            return None;
        }
    }
    (!formats.is_empty()).then_some(formats)
}

/// Whether a pattern can match an ARN of that format. A bucket's name has no slash, which its format does not say.
fn may_be(resource: &str, format: &str) -> bool {
    let object = format == "arn:*:s3:::*" && without_variables(resource).contains('/');
    !object && resource_overlaps(resource, format)
}
