//! Credentials that one service alone takes.

mod create_service_specific_credential;
mod delete_service_specific_credential;
mod held;
mod list_service_specific_credentials;
mod reset_service_specific_credential;
mod service;
mod table;
mod update_service_specific_credential;

pub(crate) use table::TABLE;
