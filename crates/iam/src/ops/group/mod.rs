//! Operations: group.

mod table;

pub(crate) use table::TABLE;
