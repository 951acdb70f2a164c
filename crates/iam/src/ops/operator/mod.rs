//! What the first account's root may do: more accounts, and what is decided.

mod create_account;
mod export_decision_records;
mod list_accounts;
mod move_account;
mod only;
mod retire_token_keys;
mod table;

pub(crate) use only::operator_only;
pub(crate) use table::TABLE;
