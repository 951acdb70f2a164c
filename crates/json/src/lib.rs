//! JSON that can be read in one way only.

mod object;

pub use object::{Unreadable, object};
