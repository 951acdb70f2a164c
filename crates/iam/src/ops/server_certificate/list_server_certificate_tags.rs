//! `ListServerCertificateTags`.

use super::certificate;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging::{self, TagPage};
use crate::page::Page;
use serde::Deserialize;

/// Lists the tags of a server certificate, by key.
///
/// Permission: `iam:ListServerCertificateTags` on the certificate's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListServerCertificateTags {
    server_certificate_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListServerCertificateTags {
    const NAME: &'static str = "ListServerCertificateTags";
    const EXAMPLE: &'static str = "
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> ok
        root ListServerCertificateTags ServerCertificateName=web -> ListServerCertificateTagsResult.Tags.1.Key=A & ListServerCertificateTagsResult.Tags.2.Key=b
        root ListServerCertificateTags ServerCertificateName=other -> 404 NoSuchEntity The Server Certificate with name other cannot be found.
    ";
    type Output = TagPage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![certificate::permission(
            cx,
            "iam:ListServerCertificateTags",
            &self.server_certificate_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<TagPage>, Error> {
        let certificate = certificate::existing(cx, &self.server_certificate_name)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        tagging::list(&certificate.tags, &page)
    }
}
