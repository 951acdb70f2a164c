//! Users.

mod create_user;
mod table;

pub(crate) use table::TABLE;
