//! The account as a whole.

mod get_account_authorization_details;
mod table;

pub(crate) use table::TABLE;
