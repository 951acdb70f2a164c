//! Signing certificates of users and of the root.

mod delete_signing_certificate;
mod held;
mod list_signing_certificates;
mod table;
mod update_signing_certificate;
mod upload_signing_certificate;

pub(crate) use table::TABLE;
