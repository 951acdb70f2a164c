//! The operations of this folder.

use crate::operation::Row;

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[];
