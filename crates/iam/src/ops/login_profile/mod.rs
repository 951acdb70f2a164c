//! Passwords of users.

mod change_password;
mod create_login_profile;
mod delete_login_profile;
mod get_login_profile;
mod held;
mod new_password;
mod table;
mod update_login_profile;

pub(crate) use table::TABLE;
