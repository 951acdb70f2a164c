//! Server certificates.

mod certificate;
mod delete_server_certificate;
mod get_server_certificate;
mod list_server_certificate_tags;
mod list_server_certificates;
mod shape;
mod table;
mod tag_server_certificate;
mod untag_server_certificate;
mod update_server_certificate;
mod upload_server_certificate;

pub(crate) use table::TABLE;
