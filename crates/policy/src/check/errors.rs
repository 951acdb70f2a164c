//! What AWS would refuse: not only the first thing, which is all that AWS tells.

use super::finding::{Edit, Finding, Fix, Place, Severity};
use super::names::{code, near, near_element, near_operator};
use super::repair::{Draft, candidates};
use super::trail::{End, Trail};
use crate::accept::{Kind, accept};
use crate::json::{self, Node, Span};
use crate::refusal::Refusal;

/// After that many errors nobody reads on.
const ERRORS_MAX: usize = 50;

/// Every reason why AWS refuses the document; the first is the one that it tells. Found by mending each in a copy and
/// asking again, so that rules and words are those of [`accept`] alone.
pub(super) fn errors(text: &str, kind: Kind) -> Vec<Finding> {
    let mut draft = Draft::of(text);
    let mut findings: Vec<Finding> = Vec::new();
    let mut seen: Vec<(Option<usize>, String)> = Vec::new();
    let Err(mut refusal) = accept(text, kind) else {
        return findings;
    };
    while findings.len() < ERRORS_MAX {
        findings.push(finding(text, &draft, &refusal));
        seen.push(signature(&draft, &refusal));
        let Ok(parsed) = json::parse(&draft.text) else {
            break;
        };
        let trail = trail(&parsed.root, &refusal);
        let changes = candidates(&draft.text, &parsed.root, trail.as_ref(), kind);
        let progress = changes.iter().find_map(|change| {
            let next = draft.changed(change);
            match accept(&next.text, kind) {
                Ok(_) => Some((next, None)),
                Err(other) if is_news(&next, &other, &seen) => Some((next, Some(other))),
                Err(_) => None,
            }
        });
        let Some((next, Some(other))) = progress else {
            break;
        };
        (draft, refusal) = (next, other);
    }
    findings
}

fn trail<'a>(root: &'a Node, refusal: &Refusal) -> Option<Trail<'a>> {
    Trail::to(root, refusal.position?.offset)
}

/// Whether a refusal is about the document, not about what mended it, and was not told before.
fn is_news(draft: &Draft, refusal: &Refusal, seen: &[(Option<usize>, String)]) -> bool {
    let ours = refusal
        .position
        .is_some_and(|it| draft.is_inserted(it.offset));
    !ours && !seen.contains(&signature(draft, refusal))
}

/// What makes two refusals the same.
fn signature(draft: &Draft, refusal: &Refusal) -> (Option<usize>, String) {
    let origin = refusal.position.map(|it| draft.origin(it.offset));
    (origin, refusal.message.clone())
}

fn finding(text: &str, draft: &Draft, refusal: &Refusal) -> Finding {
    let parsed = json::parse(&draft.text).ok();
    let trail = parsed.as_ref().and_then(|it| trail(&it.root, refusal));
    let span = match (&trail, refusal.position) {
        (Some(trail), _) => draft.origin_of(trail.span(&draft.text)),
        (None, Some(position)) => one_character(text, draft.origin(position.offset)),
        (None, None) => one_character(text, text.find('{').unwrap_or_default()),
    };
    let mut finding = Finding {
        code: code(&refusal.message),
        severity: Severity::Error,
        message: refusal.message.clone(),
        place: Place::of(text, span),
        labels: Vec::new(),
        help: None,
        fix: None,
    };
    match trail {
        Some(trail) => explain(&mut finding, &trail),
        None if parsed.is_none() => {
            finding.help = Some("the text is no JSON from here on".to_owned())
        }
        None => {}
    }
    finding
}

/// Says more than AWS does where it has one message for much.
fn explain(finding: &mut Finding, trail: &Trail) {
    let rename = |finding: &mut Finding, name: &str| {
        finding.fix = Some(Fix {
            message: format!("perhaps `{name}` is meant"),
            edits: vec![Edit {
                start: finding.place.start,
                end: finding.place.end,
                replacement: super::edit::quoted(name),
            }],
        });
    };
    let vague = matches!(finding.code, "syntax" | "legacy-parsing");
    let names = trail.names();
    match &trail.end {
        End::Key(member) if vague => {
            let siblings = trail
                .steps
                .last()
                .and_then(|(node, _)| node.members())
                .unwrap_or_default();
            let repeated = siblings.iter().filter(|it| it.key == member.key).count() > 1;
            if repeated {
                finding.help = Some(format!("`{}` stands here twice", member.key));
                return;
            }
            let operator = names.len() == 3 && names[1] == "Condition";
            let what = if operator {
                "a condition operator"
            } else {
                "an element that can stand here"
            };
            finding.help = Some(format!("`{}` is not {what}", member.key));
            let near = if operator {
                near_operator(&member.key)
            } else {
                near_element(&member.key)
            };
            let free = |name: &String| siblings.iter().all(|it| it.key != name.as_str());
            if let Some(name) = near.filter(free) {
                rename(finding, &name);
            }
        }
        End::Node(node) if names == ["Statement", "Effect"] => {
            let written = node.text().map_or("", |it| it);
            if matches!(written, "Allow" | "Deny") {
                finding.help = Some("policies of this kind only deny".to_owned());
                return;
            }
            finding.help = Some("it is `Allow` or `Deny`, spelled so".to_owned());
            if let Some(name) = near(written, &["Allow", "Deny"]) {
                rename(finding, name);
            }
        }
        End::Node(_) if finding.code == "organizations-policy" => {
            finding.help = names.last().map(|name| {
                let why = match *name {
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
            });
        }
        End::Node(_) if names == ["Version"] => {
            finding.help = Some("it is `2012-10-17`, or in old policies `2008-10-17`".to_owned());
            rename(finding, "2012-10-17");
        }
        End::Node(_) if vague && names.get(1) == Some(&"Condition") && names.len() > 3 => {
            finding.help = Some(format!("`{}` cannot read this value", names[2]));
        }
        End::Node(_) if finding.code == "syntax" => {
            finding.help = Some(match names.last() {
                Some(name) => format!("`{name}` has the wrong type, or lacks what it must have"),
                None => "a policy is an object with a `Statement`".to_owned(),
            });
        }
        End::Key(_) | End::Node(_) => {}
    }
}

fn one_character(text: &str, offset: usize) -> Span {
    let start = text.floor_char_boundary(offset);
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    Span {
        start: u32::try_from(start).unwrap_or_default(),
        end: u32::try_from(start + length).unwrap_or_default(),
    }
}
