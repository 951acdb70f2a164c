//! Decision records in files: JSON Lines, JSON and YAML, one after another, each with its place.

mod input;
mod json;
mod piece;
mod progress;
mod scanner;
mod shown;
mod yaml;

pub(crate) use input::open;
pub(crate) use piece::{Broken, Piece};
pub(crate) use progress::Progress;
pub(crate) use shown::{line, lines};
