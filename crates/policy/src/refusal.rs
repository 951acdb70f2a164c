//! A refusal of a document: AWS's code and words, and where in the text.

use std::fmt;

use crate::json::Span;

/// Why a document was refused: AWS's code, AWS's message, and where the offending text stands if it stands anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error code, for example `MalformedPolicyDocument`.
    pub code: &'static str,
    /// AWS's words.
    pub message: String,
    /// Where the offender begins; `None` for what is missing from the whole document.
    pub position: Option<Position>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in its line, from 1.
    pub column: usize,
    /// The byte in the text, from 0.
    pub offset: usize,
}

impl Position {
    /// The place of a byte offset of `text`.
    pub fn of(text: &str, offset: usize) -> Position {
        let before = &text[..text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            offset: before.len(),
        }
    }
}

impl Refusal {
    /// A `MalformedPolicyDocument` about the text at `span`.
    pub(crate) fn malformed(text: &str, span: Option<Span>, message: impl Into<String>) -> Refusal {
        let position = span.map(|span| Position::of(text, span.start as usize));
        Refusal {
            code: "MalformedPolicyDocument",
            message: message.into(),
            position,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Refusal {}
