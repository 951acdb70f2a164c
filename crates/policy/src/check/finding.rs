//! What is said about a document, as data: texts, editors and other programs show it in their own way.

use serde::Serialize;

use crate::json::Span;
use crate::refusal::Position;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// AWS would refuse to store the document.
    Error,
    /// AWS would store it, and something in it has no effect or a dangerous one.
    Warning,
    /// It could be said better.
    Suggestion,
}

impl Severity {
    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "suggestion",
        }
    }
}

/// One thing to say about a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of its rule, for example `unknown-action`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong. For errors that AWS reports these are AWS's words.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// Other places that have to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// What helps, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// What helps, as changes of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// A range of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The first byte, from 0.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The line of the first character, from 1.
    pub line: usize,
    /// The first character in its line, from 1.
    pub column: usize,
    /// The line of the place after the last character.
    pub end_line: usize,
    /// The place after the last character, in its line.
    pub end_column: usize,
}

/// A place that has to do with a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What it has to do with the finding.
    pub text: String,
}

/// Changes of the text after which the finding is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the changes do.
    pub message: String,
    /// The changes, which do not overlap, in the order of the text.
    pub edits: Vec<Edit>,
}

/// One change of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The first byte that goes.
    pub start: usize,
    /// One past the last byte that goes.
    pub end: usize,
    /// What comes in its place.
    pub replacement: String,
}

impl Place {
    /// The place of a range of bytes.
    pub(super) fn of(text: &str, span: Span) -> Place {
        let start = Position::of(text, span.start as usize);
        let end = Position::of(text, (span.end as usize).min(text.len()));
        Place {
            start: start.offset,
            end: end.offset,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl Fix {
    /// The text with the changes made.
    pub fn apply(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for edit in self.edits.iter().rev() {
            text.replace_range(edit.start..edit.end, &edit.replacement);
        }
        text
    }
}
