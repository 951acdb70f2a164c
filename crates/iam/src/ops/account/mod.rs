//! Operations: account.

mod table;

pub(crate) use table::TABLE;
