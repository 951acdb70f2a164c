//! What is said about an error besides AWS's words, which are few.

use super::edit::quoted;
use super::finding::{Edit, Finding, Fix};
use super::names::{near, near_element, near_operator};
use super::trail::{End, Trail};
use crate::json::{Member, Node};

/// Says more than AWS does where it has one message for much.
pub(super) fn explain(finding: &mut Finding, trail: &Trail) {
    let vague = matches!(finding.code, "syntax" | "legacy-parsing");
    match &trail.end {
        End::Key(member) if vague => explain_key(finding, trail, member),
        End::Node(node) => explain_value(finding, &trail.names(), node, vague),
        End::Key(_) => {}
    }
}

/// A key that may not stand where it stands.
fn explain_key(finding: &mut Finding, trail: &Trail, member: &Member) {
    let names = trail.names();
    let siblings = trail
        .steps
        .last()
        .and_then(|(node, _)| node.members())
        .unwrap_or_default();
    let same = siblings.iter().filter(|it| it.key == member.key);
    if same.count() > 1 {
        finding.help = Some(format!("`{}` stands here twice", member.key));
        return;
    }
    let operator = names.len() == 3 && names[1] == "Condition";
    let (what, near) = if operator {
        ("a condition operator", near_operator(&member.key))
    } else {
        ("an element that can stand here", near_element(&member.key))
    };
    finding.help = Some(format!("`{}` is not {what}", member.key));
    let free = |name: &String| siblings.iter().all(|it| it.key != name.as_str());
    if let Some(name) = near.filter(free) {
        propose(finding, &name);
    }
}

/// A value that may not be what it is.
fn explain_value(finding: &mut Finding, names: &[&str], node: &Node, vague: bool) {
    let help = match names {
        ["Statement", "Effect"] => {
            let written = node.text().map_or("", |it| it);
            if matches!(written, "Allow" | "Deny") {
                "policies of this kind only deny".to_owned()
            } else {
                if let Some(name) = near(written, &["Allow", "Deny"]) {
                    propose(finding, name);
                }
                "it is `Allow` or `Deny`, spelled so".to_owned()
            }
        }
        ["Version"] => {
            propose(finding, "2012-10-17");
            "it is `2012-10-17`, or in old policies `2008-10-17`".to_owned()
        }
        [.., name] if finding.code == "organizations-policy" => of_organizations(name),
        [_, "Condition", operator, _, ..] if vague => {
            format!("`{operator}` cannot read this value")
        }
        [.., name] if finding.code == "syntax" => {
            format!("`{name}` has the wrong type, or lacks what it must have")
        }
        [] if finding.code == "syntax" => "a policy is an object with a `Statement`".to_owned(),
        _ => return,
    };
    finding.help = Some(help);
}

/// Organizations has one message for all that is wrong.
fn of_organizations(name: &str) -> String {
    let why = match name {
        "Principal" | "NotPrincipal" | "AWS" => {
            "a resource control policy has the principal `*`, a service control policy none"
        }
        "Action" | "NotAction" => {
            "actions are listed, here those of services that such policies apply to"
        }
        "Resource" | "NotResource" => "a resource is `*` or an ARN with six parts",
        _ => return format!("`{name}` is not as policies of this kind have it"),
    };
    why.to_owned()
}

/// Proposes another string in the place of the one that is wrong.
fn propose(finding: &mut Finding, name: &str) {
    finding.fix = Some(Fix {
        message: format!("perhaps `{name}` is meant"),
        edits: vec![Edit {
            start: finding.place.start,
            end: finding.place.end,
            replacement: quoted(name),
        }],
    });
}
