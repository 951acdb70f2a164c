//! The operations of this folder.

use super::delete_server_certificate::DeleteServerCertificate;
use super::get_server_certificate::GetServerCertificate;
use super::list_server_certificate_tags::ListServerCertificateTags;
use super::list_server_certificates::ListServerCertificates;
use super::tag_server_certificate::TagServerCertificate;
use super::untag_server_certificate::UntagServerCertificate;
use super::update_server_certificate::UpdateServerCertificate;
use super::upload_server_certificate::UploadServerCertificate;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DeleteServerCertificate>(),
    row::<GetServerCertificate>(),
    row::<ListServerCertificateTags>(),
    row::<ListServerCertificates>(),
    row::<TagServerCertificate>(),
    row::<UntagServerCertificate>(),
    row::<UpdateServerCertificate>(),
    row::<UploadServerCertificate>(),
];
