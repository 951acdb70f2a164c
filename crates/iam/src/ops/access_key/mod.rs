//! Operations: access key.

mod table;

pub(crate) use table::TABLE;
