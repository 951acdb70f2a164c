//! `UntagServerCertificate`.

use super::certificate;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use serde::Deserialize;

/// Takes tags from a server certificate by their keys, as they are written; keys that are not there are no error.
///
/// Permission: `iam:UntagServerCertificate` on the certificate's ARN, with `aws:TagKeys` and the tags that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagServerCertificate {
    server_certificate_name: String,
    tag_keys: Vec<String>,
}

impl Operation for UntagServerCertificate {
    const NAME: &'static str = "UntagServerCertificate";
    const EXAMPLE: &'static str = "
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey Tags.member.1.Key=a Tags.member.1.Value=1 -> ok
        root UntagServerCertificate ServerCertificateName=web TagKeys.member.1=A -> unchanged
        root UntagServerCertificate ServerCertificateName=web TagKeys.member.1=a -> ok
        root ListServerCertificateTags ServerCertificateName=web -> !ListServerCertificateTagsResult.Tags.1
        root UntagServerCertificate ServerCertificateName=other TagKeys.member.1=A -> 404 NoSuchEntity The Server Certificate with name other cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let name = &self.server_certificate_name;
        let permission = certificate::permission(cx, "iam:UntagServerCertificate", name);
        Ok(vec![tagging::with_tag_keys(permission, &self.tag_keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let certificate = certificate::existing(cx, &self.server_certificate_name)?;
        let target = Tagged::ServerCertificate(certificate.name.to_string());
        tagging::untag(target, &certificate.tags, &self.tag_keys)
    }
}
