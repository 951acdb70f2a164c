//! What the account demands of passwords.

mod delete_account_password_policy;
mod get_account_password_policy;
mod held;
mod table;
mod update_account_password_policy;

pub(crate) use table::TABLE;
