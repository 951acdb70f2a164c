//! What AWS would refuse: not only the first thing, which is all that AWS tells.

use super::finding::{Finding, Place, Severity};
use super::hint::explain;
use super::names::code;
use super::repair::{Draft, candidates};
use super::trail::Trail;
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

fn one_character(text: &str, offset: usize) -> Span {
    let start = text.floor_char_boundary(offset);
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    Span {
        start: u32::try_from(start).unwrap_or_default(),
        end: u32::try_from(start + length).unwrap_or_default(),
    }
}
