//! What the first account's root may do: more accounts, made, moved, brought in and taken out, and what is decided.

mod create_account;
mod export;
mod export_decision_records;
mod import;
mod import_managed_policies;
mod list_accounts;
mod move_account;
mod only;
mod retire_token_keys;
mod table;

pub(crate) use only::operator_only;
pub(crate) use table::TABLE;
