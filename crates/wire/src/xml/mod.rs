//! The Query protocol's XML answers as a serde format.

mod envelope;
mod write;

pub use envelope::{Fault, error, response};
