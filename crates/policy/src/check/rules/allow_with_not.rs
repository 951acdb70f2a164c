//! Allow with an element that lists exceptions.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, allows};
use crate::document::Element;
use crate::json::Span;

pub(super) const RULE: Rule = Rule {
    name: "allow-with-not",
    severity: Severity::Warning,
    what: "an Allow with `NotAction`, `NotResource` or `NotPrincipal`",
    why: "It allows everything that is not listed, also what AWS will add tomorrow.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:*", "ec2:*"], "Resource": "*" },
    { "Effect": "Deny", "Action": "iam:*", "Resource": "*" }
  ]
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, NotAction, NotResource and NotPrincipal; spec M-4, M-16, G-15",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for statement in subject.statements().iter().filter(|it| allows(it)) {
        let elements = [
            ("NotAction", "action", not_span(statement.action.as_ref())),
            (
                "NotResource",
                "resource",
                not_span(statement.resource.as_ref()),
            ),
            (
                "NotPrincipal",
                "principal",
                not_span(statement.principal.as_ref()),
            ),
        ];
        for (name, what, span) in elements {
            if let Some(span) = span {
                let message =
                    format!("an Allow with `{name}` allows every {what} that is not listed");
                let remark = Remark::at(span, message).label(statement.effect.span, "allows");
                remarks.push(remark.help("list what is allowed, or deny what is not"));
            }
        }
    }
    remarks
}

fn not_span<T>(element: Option<&Element<T>>) -> Option<Span> {
    element.filter(|it| it.not).map(|it| it.span)
}
