//! The operations of this folder.

use super::delete_signing_certificate::DeleteSigningCertificate;
use super::list_signing_certificates::ListSigningCertificates;
use super::update_signing_certificate::UpdateSigningCertificate;
use super::upload_signing_certificate::UploadSigningCertificate;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DeleteSigningCertificate>(),
    row::<ListSigningCertificates>(),
    row::<UpdateSigningCertificate>(),
    row::<UploadSigningCertificate>(),
];
