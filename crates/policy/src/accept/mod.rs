//! AWS's validation of a document when it is written.

mod kind;

pub use kind::{Kind, accept};
