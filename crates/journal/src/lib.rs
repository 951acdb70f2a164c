//! An append-only log of opaque records with compare-and-append, chained by hash, kept in memory or
//! in a folder; it knows only bytes.

mod chain;
mod contract;
mod fault;
mod memory;
mod sqlite;

pub use contract::{Checkpoint, Journal, RECORD_BYTES_MAX, Verified};
pub use fault::{AppendError, Damage, Fault, OpenError};
pub use memory::Memory;
pub use sqlite::{Options, Sqlite, restore};
