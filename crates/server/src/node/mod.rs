//! The node: one snapshot that everybody reads, one thread that writes.

mod clock;
mod snapshot;
mod start;
mod upkeep;
mod workshop;
mod writer;

pub(crate) use snapshot::Answered;
pub(crate) use snapshot::{Node, Readiness};
pub(crate) use start::{Founded, Opened, open};
pub(crate) use start::{Loaded, with_journal};
pub use upkeep::Report;
pub(crate) use upkeep::verify_journal;
