//! AWS's `ServerCertificateMetadata` and `ServerCertificate`.

use crate::AccountId;
use crate::context::text;
use crate::state::{ServerCertificate, Tag};
use crate::tags;
use serde::Serialize;

/// What is known of a certificate, without the certificate itself.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ServerCertificateMetadata {
    path: String,
    server_certificate_name: String,
    server_certificate_id: String,
    arn: String,
    upload_date: String,
    expiration: String,
}

/// A certificate with its chain, and tags if there are any. There is no member for the private key.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ServerCertificateShape {
    server_certificate_metadata: ServerCertificateMetadata,
    certificate_body: String,
    certificate_chain: Option<String>,
    tags: Option<Vec<Tag>>,
}

impl ServerCertificateMetadata {
    pub(super) fn of(
        account: AccountId,
        certificate: &ServerCertificate,
    ) -> ServerCertificateMetadata {
        ServerCertificateMetadata {
            path: certificate.path.to_string(),
            server_certificate_name: certificate.name.to_string(),
            server_certificate_id: certificate.id.to_string(),
            arn: certificate.arn(account),
            upload_date: text(certificate.uploaded).into(),
            expiration: text(certificate.expires).into(),
        }
    }
}

impl ServerCertificateShape {
    pub(super) fn of(
        account: AccountId,
        certificate: &ServerCertificate,
    ) -> ServerCertificateShape {
        ServerCertificateShape {
            server_certificate_metadata: ServerCertificateMetadata::of(account, certificate),
            certificate_body: certificate.body.clone(),
            certificate_chain: certificate.chain.clone(),
            tags: tags::shown(&certificate.tags),
        }
    }
}
