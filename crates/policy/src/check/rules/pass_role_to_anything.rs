//! Passing any role.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::glob::action_covers;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, actions, allows, has_not_action, resources, tests_key};

pub(super) const RULE: Rule = Rule {
    name: "pass-role-to-anything",
    severity: Severity::Warning,
    what: "an Allow of `iam:PassRole` on every role",
    why: "Whoever may pass every role can give any of them, also the administrator\u{2019}s, to a service that runs code for them.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": ["lambda:CreateFunction", "iam:PassRole"], "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "lambda:CreateFunction", "Resource": "*" },
    {
      "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/functions/*",
      "Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } }
    }
  ]
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, Granting a user permissions to pass a role to an AWS service; spec F-16",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    if !subject.is_of_principal() || subject.kind == Kind::Boundary {
        return Vec::new();
    }
    let mut remarks = Vec::new();
    for statement in subject.statements() {
        let limited = tests_key(
            statement,
            &["iam:PassedToService", "iam:AssociatedResourceArn"],
        );
        if !allows(statement) || has_not_action(statement) || limited {
            continue;
        }
        let everywhere = resources(statement).iter().find(|text| {
            text.value == "*"
                || crate::arn::split(&text.value).is_some_and(|it| it[4] == "*" && it[5] == "*")
        });
        // That a bare `*` includes this as well is no news.
        let passing = actions(statement)
            .iter()
            .find(|text| text.value != "*" && action_covers(&text.value, "iam:PassRole"));
        if let (Some(resource), Some(action)) = (everywhere, passing) {
            let message = "every role may be passed to every service";
            let remark = Remark::at(action.span, message).label(resource.span, "every role");
            let help = "name the roles, and the services in a condition on `iam:PassedToService`";
            remarks.push(remark.help(help));
        }
    }
    remarks
}
