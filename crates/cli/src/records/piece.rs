//! The text of one record, and where in its file it stands.

use policy::Position;
use policy::record::{DecisionRecord, Malformed};

/// What stands in a file where a record should.
#[derive(Debug)]
pub(crate) struct Piece {
    /// Its JSON, or why there is none.
    pub(crate) text: Result<String, String>,
    pub(crate) places: Places,
}

/// Where the characters of a piece stand in its file.
#[derive(Debug)]
pub(crate) enum Places {
    /// It was taken out of the file as it is, from this place on.
    From(Place),
    /// It was written anew: byte offsets of it, ascending, with the places that they come from.
    Mapped(Vec<(usize, Place)>),
}

/// A character of a file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// A piece that is no record.
#[derive(Debug)]
pub(crate) struct Broken {
    /// The record's id, where it could be read.
    pub(crate) id: Option<String>,
    /// The line of the file.
    pub(crate) line: usize,
    /// What is wrong, with the column.
    pub(crate) message: String,
}

impl Piece {
    /// Why there is no record at a place.
    pub(crate) fn broken(place: Place, message: impl Into<String>) -> Piece {
        Piece {
            text: Err(message.into()),
            places: Places::From(place),
        }
    }

    /// The line of the file where it begins.
    pub(crate) fn line(&self) -> usize {
        let start = Position {
            line: 1,
            column: 1,
            offset: 0,
        };
        self.places.of(&start).line
    }

    /// Reads the record.
    pub(crate) fn read(&self) -> Result<DecisionRecord, Broken> {
        let (id, position, message) = match &self.text {
            Ok(text) => match DecisionRecord::parse(text) {
                Ok(record) => return Ok(record),
                Err(Malformed {
                    id,
                    message,
                    position,
                }) => (id, position, message),
            },
            Err(message) => {
                let start = Position {
                    line: 1,
                    column: 1,
                    offset: 0,
                };
                (None, start, message.clone())
            }
        };
        let Place { line, column } = self.places.of(&position);
        Err(Broken {
            id: id.map(String::from),
            line,
            message: format!("{message} (column {column})"),
        })
    }
}

impl Places {
    fn of(&self, position: &Position) -> Place {
        match self {
            Places::From(start) if position.line == 1 => Place {
                line: start.line,
                column: start.column + position.column - 1,
            },
            Places::From(start) => Place {
                line: start.line + position.line - 1,
                column: position.column,
            },
            Places::Mapped(places) => {
                let after = places.partition_point(|(offset, _)| *offset <= position.offset);
                places
                    .get(after.saturating_sub(1))
                    .map_or(Place { line: 1, column: 1 }, |(_, place)| *place)
            }
        }
    }
}
