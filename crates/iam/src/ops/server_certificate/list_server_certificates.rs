//! `ListServerCertificates`.

use super::shape::ServerCertificateMetadata;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use crate::page::Page;
use crate::{Error, NameKey};
use serde::{Deserialize, Serialize};

/// Lists server certificates by name.
///
/// Permission: `iam:ListServerCertificates` on `arn:aws:iam::A:server-certificate` and the path prefix.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListServerCertificates {
    #[serde(default = "crate::path::root")]
    path_prefix: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of certificates: what is known of them, without the certificates themselves.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListServerCertificatesResult {
    server_certificate_metadata_list: Vec<ServerCertificateMetadata>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListServerCertificates {
    const NAME: &'static str = "ListServerCertificates";
    const EXAMPLE: &'static str = "
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey Path=/cloudfront/ -> ok
        root ListServerCertificates -> ListServerCertificatesResult.ServerCertificateMetadataList.1.Arn=arn:aws:iam::123456789012:server-certificate/cloudfront/web & ListServerCertificatesResult.IsTruncated=false
        root ListServerCertificates PathPrefix=/other/ -> !ListServerCertificatesResult.ServerCertificateMetadataList.1
        root ListServerCertificates Marker=? -> 400 ValidationError Invalid Marker.
    ";
    type Output = ListServerCertificatesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_list(
            cx,
            "iam:ListServerCertificates",
            "server-certificate",
            &self.path_prefix,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListServerCertificatesResult>, Error> {
        let account = cx.account();
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let certificates = account.server_certificates.values();
        let certificates =
            certificates.filter(|certificate| certificate.path.starts_with(&self.path_prefix));
        let page = page.of(certificates, |certificate| {
            NameKey::of(&certificate.name).as_str().to_owned()
        })?;
        Outcome::read(ListServerCertificatesResult {
            server_certificate_metadata_list: page
                .items
                .into_iter()
                .map(|certificate| ServerCertificateMetadata::of(account.id, certificate))
                .collect(),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }
}
