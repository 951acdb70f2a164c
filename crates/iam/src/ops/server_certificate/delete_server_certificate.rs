//! `DeleteServerCertificate`.

use super::certificate;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Deletes a server certificate with its private key. Whether something serves with it cannot be known here.
///
/// Permission: `iam:DeleteServerCertificate` on the certificate's ARN, with its tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteServerCertificate {
    server_certificate_name: String,
}

impl Operation for DeleteServerCertificate {
    const NAME: &'static str = "DeleteServerCertificate";
    const EXAMPLE: &'static str = "
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey -> ok
        root DeleteServerCertificate ServerCertificateName=web -> ok
        root DeleteServerCertificate ServerCertificateName=other -> 404 NoSuchEntity The Server Certificate with name other cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![certificate::permission(
            cx,
            "iam:DeleteServerCertificate",
            &self.server_certificate_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let certificate = certificate::existing(cx, &self.server_certificate_name)?;
        let name = certificate.name.to_string();
        Outcome::event(Event::ServerCertificateDeleted { name }, ())
    }
}
