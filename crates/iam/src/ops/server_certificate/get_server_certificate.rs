//! `GetServerCertificate`.

use super::certificate;
use super::shape::ServerCertificateShape;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Shows a server certificate with its chain and tags. Its private key is never shown.
///
/// Permission: `iam:GetServerCertificate` on the certificate's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServerCertificate {
    server_certificate_name: String,
}

/// The certificate.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServerCertificateResult {
    server_certificate: ServerCertificateShape,
}

impl Operation for GetServerCertificate {
    const NAME: &'static str = "GetServerCertificate";
    const EXAMPLE: &'static str = "
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey CertificateChain=$chain -> ok
        root GetServerCertificate ServerCertificateName=WEB -> GetServerCertificateResult.ServerCertificate.CertificateBody=$rsacert & GetServerCertificateResult.ServerCertificate.CertificateChain=$chain & GetServerCertificateResult.ServerCertificate.ServerCertificateMetadata.Expiration=2126-01-01T00:00:00Z
        root GetServerCertificate ServerCertificateName=other -> 404 NoSuchEntity The Server Certificate with name other cannot be found.
    ";
    type Output = GetServerCertificateResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![certificate::permission(
            cx,
            "iam:GetServerCertificate",
            &self.server_certificate_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetServerCertificateResult>, Error> {
        let certificate = certificate::existing(cx, &self.server_certificate_name)?;
        Outcome::read(GetServerCertificateResult {
            server_certificate: ServerCertificateShape::of(cx.account().id, certificate),
        })
    }
}
