//! Operations: sts.

mod table;

pub(crate) use table::TABLE;
