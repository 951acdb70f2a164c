//! Ways to mend what AWS refuses first, so that what it would refuse next comes to light.

use std::ops::Range;

use super::trail::{End, Trail};
use crate::accept::Kind;
use crate::json::{Node, Span, Value};

/// A change of the text.
pub(super) type Change = (Range<usize>, String);

/// A document on its way from refused to accepted, which knows where each byte comes from.
pub(super) struct Draft {
    pub(super) text: String,
    origins: Vec<usize>,
    inserted: Vec<bool>,
}

impl Draft {
    pub(super) fn of(text: &str) -> Draft {
        Draft {
            text: text.to_owned(),
            origins: (0..=text.len()).collect(),
            inserted: vec![false; text.len() + 1],
        }
    }

    /// Whether what stands at the place was put there by a change.
    pub(super) fn is_inserted(&self, offset: usize) -> bool {
        self.inserted[offset.min(self.text.len())]
    }

    /// The place in the first text.
    pub(super) fn origin(&self, offset: usize) -> usize {
        self.origins[offset.min(self.text.len())]
    }

    /// The range in the first text.
    pub(super) fn origin_of(&self, span: Span) -> Span {
        let start = self.origin(span.start as usize);
        let end = match span.end as usize {
            end if end > span.start as usize => self.origin(end - 1) + 1,
            _ => start,
        };
        let narrow = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Span {
            start: narrow(start),
            end: narrow(end.max(start)),
        }
    }

    pub(super) fn changed(&self, (range, replacement): &Change) -> Draft {
        let mut text = self.text.clone();
        text.replace_range(range.clone(), replacement);
        let mut origins = self.origins.clone();
        let origin = self.origins[range.start];
        origins.splice(range.clone(), vec![origin; replacement.len()]);
        let mut inserted = self.inserted.clone();
        inserted.splice(range.clone(), vec![true; replacement.len()]);
        Draft {
            text,
            origins,
            inserted,
        }
    }
}

/// Changes that may mend what stands at the end of the trail, the smallest first.
pub(super) fn candidates(
    text: &str,
    root: &Node,
    trail: Option<&Trail>,
    kind: Kind,
) -> Vec<Change> {
    let Some(trail) = trail else {
        return version_missing(root);
    };
    let mut changes = Vec::new();
    let names = trail.names();
    if let (End::Node(node), ["Statement"]) = (&trail.end, names.as_slice()) {
        changes.extend(missing_elements(node, kind));
    }
    if names.is_empty() {
        changes.extend(version_missing(root));
    }
    // From the inside out: take it away where that leaves something, else write what is always right.
    for depth in (0..trail.steps.len()).rev() {
        let (parent, at) = trail.steps[depth];
        match &parent.value {
            Value::Array(nodes) if nodes.len() > 1 => changes.push(without(text, nodes, at)),
            Value::Object(members) => {
                let member = &members[at];
                let whole = member.key_span.start as usize..member.node.span.end as usize;
                let key = depth + 1 == trail.steps.len() && matches!(trail.end, End::Key(_));
                let above = trail.steps[..depth]
                    .iter()
                    .filter(|(node, _)| node.members().is_some());
                let level = above.count();
                match harmless(&member.key, kind) {
                    Some(element) if !key && level < 2 => {
                        changes.extend(element.iter().map(|it| (whole.clone(), (*it).to_owned())));
                    }
                    _ if level < 3 || !is_only_principal(&names, members.len()) => {
                        let spans: Vec<Span> = members
                            .iter()
                            .map(|it| Span {
                                start: it.key_span.start,
                                end: it.node.span.end,
                            })
                            .collect();
                        changes.push(without_span(text, &spans, at));
                    }
                    _ => {}
                }
            }
            Value::Array(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_) => {}
        }
    }
    changes
}

/// The only key of a principal map cannot go.
fn is_only_principal(names: &[&str], members: usize) -> bool {
    members == 1 && matches!(names, [_, "Principal" | "NotPrincipal", ..])
}

/// Members that are right in every policy of a kind that needs an element of that name.
fn harmless(name: &str, kind: Kind) -> Option<&'static [&'static str]> {
    match name {
        "Version" => Some(&[r#""Version":"2012-10-17""#]),
        "Effect" => Some(&[r#""Effect":"Allow""#, r#""Effect":"Deny""#]),
        "Action" | "NotAction" => Some(&[r#""Action":"sts:AssumeRole""#]),
        "Resource" | "NotResource" if kind != Kind::Trust => Some(&[r#""Resource":"*""#]),
        "Principal" | "NotPrincipal" if kind.is_of_resource() => {
            Some(&[r#""Principal":{"AWS":"*"}"#])
        }
        _ => None,
    }
}

fn missing_elements(statement: &Node, kind: Kind) -> Vec<Change> {
    let inside = statement.span.start as usize + 1;
    let mut changes = Vec::new();
    if statement.members().is_none_or(<[_]>::is_empty) {
        return changes;
    }
    for (name, not) in [
        ("Effect", "Effect"),
        ("Action", "NotAction"),
        ("Principal", "NotPrincipal"),
        ("Resource", "NotResource"),
    ] {
        if statement.member(name).is_none() && statement.member(not).is_none() {
            let elements = harmless(name, kind).unwrap_or_default();
            changes.extend(elements.iter().map(|it| (inside..inside, format!("{it},"))));
        }
    }
    changes
}

fn version_missing(root: &Node) -> Vec<Change> {
    if root.member("Version").is_some() || root.members().is_none_or(<[_]>::is_empty) {
        return Vec::new();
    }
    let inside = root.span.start as usize + 1;
    vec![(inside..inside, r#""Version":"2012-10-17","#.to_owned())]
}

fn without(text: &str, nodes: &[Node], at: usize) -> Change {
    let spans: Vec<Span> = nodes.iter().map(|node| node.span).collect();
    without_span(text, &spans, at)
}

/// One of some neighbours taken out, with a comma if there is one.
fn without_span(text: &str, spans: &[Span], at: usize) -> Change {
    let whole = spans[at];
    let range = match (spans.get(at + 1), at) {
        (Some(next), _) => whole.start as usize..next.start as usize,
        (None, 0) => whole.start as usize..whole.end as usize,
        (None, at) => {
            let behind = spans[at - 1].end as usize;
            let comma = text[behind..]
                .find(',')
                .map_or(behind, |comma| behind + comma);
            comma..whole.end as usize
        }
    };
    (range, String::new())
}
