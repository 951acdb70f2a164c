//! STS.

mod assume_role;
mod get_caller_identity;
mod get_session_token;
mod session_tags;
mod table;

pub(crate) use table::TABLE;
