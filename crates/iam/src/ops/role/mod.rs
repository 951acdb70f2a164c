//! Operations: role.

mod table;

pub(crate) use table::TABLE;
