//! Actions that know no resources.

use crate::accept::Kind;
use crate::catalogue::{self, Action};
use crate::check::Severity;
use crate::check::glob::covers;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, actions, has_not_action, has_not_resource, resources};

pub(super) const RULE: Rule = Rule {
    name: "wildcard-only-action",
    severity: Severity::Warning,
    what: "an action that cannot be limited to resources, in a statement that lists some",
    why: "The resource of its requests is `*`, which only a pattern such as `*` matches: the statement says nothing about this action.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListAllMyBuckets"], "Resource": "arn:aws:s3:::data/*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" },
    { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }
  ]
}
"#,
    kind: Kind::Identity,
    source: "Service Authorization Reference; spec M-15",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    // The resource of a policy on a resource is that resource.
    if subject.kind.is_of_resource() {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        let listed = resources(statement);
        let every = listed.iter().any(|text| covers(&text.value, "*"));
        if has_not_action(statement) || has_not_resource(statement) || listed.is_empty() || every {
            continue;
        }
        for text in actions(statement).iter().filter(|text| text.value != "*") {
            let mut matching = catalogue::actions_matching(&text.value).peekable();
            if matching.peek().is_none() || !matching.all(Action::is_wildcard_only) {
                continue;
            }
            let message = format!("`{}` cannot be limited to resources", text.value);
            let remark = Remark::at(text.span, message).label(listed[0].span, "never its resource");
            remarks.push(remark.help("give it a statement of its own, with the resource `*`"));
        }
    }
    remarks
}
