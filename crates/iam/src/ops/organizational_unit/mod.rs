//! Operations on organizational units.

mod create_organizational_unit;
mod delete_organizational_unit;
mod describe_organizational_unit;
mod list_children;
mod list_organizational_units_for_parent;
mod list_parents;
mod names;
mod table;
mod update_organizational_unit;

pub(crate) use create_organizational_unit::{DEPTH_MAX, UNITS_MAX};
pub(crate) use table::TABLE;
