//! Allow everything.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{
    Subject, actions, allows, has_not_action, has_not_resource, resources,
};

pub(super) const RULE: Rule = Rule {
    name: "full-access",
    severity: Severity::Suggestion,
    what: "an Allow of every action on every resource",
    why: "Whoever has it can do everything, also give it to others.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Security best practices",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    if !matches!(subject.kind, Kind::Identity | Kind::Managed) {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        let not = has_not_action(statement) || has_not_resource(statement);
        if not || !allows(statement) || !statement.conditions.is_empty() {
            continue;
        }
        let every_action = actions(statement)
            .iter()
            .find(|it| matches!(&*it.value, "*"));
        let every_resource = resources(statement).iter().find(|it| it.value == "*");
        if let (Some(action), Some(resource)) = (every_action, every_resource) {
            let remark = Remark::at(action.span, "everything is allowed");
            remarks.push(remark.label(resource.span, "everywhere"));
        }
    }
    remarks
}
