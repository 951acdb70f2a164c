//! `TagServerCertificate`.

use super::certificate;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on a server certificate; one whose key is there already, in the same case, is replaced.
///
/// Permission: `iam:TagServerCertificate` on the certificate's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and the tags that it has.
/// Up to 50 tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagServerCertificate {
    server_certificate_name: String,
    tags: Vec<Tag>,
}

impl Operation for TagServerCertificate {
    const NAME: &'static str = "TagServerCertificate";
    const EXAMPLE: &'static str = "
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey Tags.member.1.Key=a Tags.member.1.Value=1 -> UploadServerCertificateResult.Tags.1.Value=1
        root TagServerCertificate ServerCertificateName=web Tags.member.1.Key=A Tags.member.1.Value=2 -> ok
        root TagServerCertificate ServerCertificateName=web Tags.member.1.Key=a Tags.member.1.Value=3 -> ok
        root ListServerCertificateTags ServerCertificateName=web -> ListServerCertificateTagsResult.Tags.1.Key=A & ListServerCertificateTagsResult.Tags.1.Value=2 & ListServerCertificateTagsResult.Tags.2.Key=a & ListServerCertificateTagsResult.Tags.2.Value=3 & !ListServerCertificateTagsResult.Tags.3
        root TagServerCertificate ServerCertificateName=other Tags.member.1.Key=a Tags.member.1.Value=1 -> 404 NoSuchEntity The Server Certificate with name other cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let name = &self.server_certificate_name;
        let permission = certificate::permission(cx, "iam:TagServerCertificate", name);
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let certificate = certificate::existing(cx, &self.server_certificate_name)?;
        let target = Tagged::ServerCertificate(certificate.name.to_string());
        tagging::tag(cx, target, &certificate.tags, &self.tags)
    }
}
