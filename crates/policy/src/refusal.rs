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
        Cursor::new(text).advance(offset)
    }
}

/// Finds the places of ascending offsets of a text in one pass.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: Position,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Cursor<'a> {
        Cursor {
            text,
            at: Position {
                line: 1,
                column: 1,
                offset: 0,
            },
        }
    }

    /// The place of an offset that is not before the last one.
    pub(crate) fn advance(&mut self, offset: usize) -> Position {
        let end = self.text.floor_char_boundary(offset);
        for letter in self.text[self.at.offset..end].chars() {
            match letter {
                '\n' => (self.at.line, self.at.column) = (self.at.line + 1, 1),
                _ => self.at.column += 1,
            }
        }
        self.at.offset = end;
        self.at
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
