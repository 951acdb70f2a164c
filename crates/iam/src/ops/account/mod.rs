//! The account as a whole.

mod create_account_alias;
mod delete_account_alias;
mod get_account_authorization_details;
mod get_account_properties;
mod get_account_summary;
mod list_account_aliases;
mod put_account_properties;
mod summary;
mod table;

pub(crate) use table::TABLE;
