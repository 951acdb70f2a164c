//! The account as a whole.

mod create_account_alias;
mod credential_report;
mod delete_account_alias;
mod generate_credential_report;
mod get_account_authorization_details;
mod get_account_properties;
mod get_account_summary;
mod get_credential_report;
mod list_account_aliases;
mod property;
mod put_account_properties;
mod set_security_token_service_preferences;
mod summary;
mod table;

pub(crate) use table::TABLE;
