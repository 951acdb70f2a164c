//! Operations: policy.

mod table;

pub(crate) use table::TABLE;
