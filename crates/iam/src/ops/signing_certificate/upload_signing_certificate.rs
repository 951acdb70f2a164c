//! `UploadSigningCertificate`.

use super::held::{self, SigningCertificateShape};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::state::{KeyStatus, SigningCertificate};
use crate::x509::Certificate;
use serde::{Deserialize, Serialize};

/// Letters of a certificate's id.
const ID_LENGTH: usize = 32;

/// Gives a user, or the caller, an X.509 signing certificate, active from now on.
///
/// Permission: `iam:UploadSigningCertificate` on the user's ARN. Two certificates a user; none that another user of the account has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UploadSigningCertificate {
    user_name: Option<String>,
    certificate_body: String,
}

/// The new certificate.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UploadSigningCertificateResult {
    certificate: SigningCertificateShape,
}

impl Operation for UploadSigningCertificate {
    const NAME: &'static str = "UploadSigningCertificate";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UploadSigningCertificate UserName=Bob CertificateBody=$rsacert -> UploadSigningCertificateResult.Certificate.Status=Active & UploadSigningCertificateResult.Certificate.CertificateBody=$rsacert
        root UploadSigningCertificate UserName=Bob CertificateBody=$rsacert -> 409 DuplicateCertificate
        root UploadSigningCertificate UserName=Bob CertificateBody=nonsense -> 400 MalformedCertificate Unable to parse certificate. Please ensure the certificate is in PEM format.
        root UploadSigningCertificate UserName=Bob CertificateBody=$oldcert -> 400 InvalidCertificate
        root UploadSigningCertificate UserName=Eve CertificateBody=$rsacert -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = UploadSigningCertificateResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:UploadSigningCertificate")])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<UploadSigningCertificateResult>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let body = &self.certificate_body;
        let Some(certificate) = Certificate::from_pem(body) else {
            return Err(Error::malformed_certificate(
                "Unable to parse certificate. Please ensure the certificate is in PEM format.",
            ));
        };
        if !certificate.valid_at(cx.now) {
            return Err(Error::invalid_certificate(
                "The certificate is expired or not yet valid.",
            ));
        }
        if held::anywhere(cx.account(), &certificate) {
            return Err(Error::duplicate_certificate(
                "The same certificate is associated with an IAM user in the account.",
            ));
        }
        cx.settings
            .quotas
            .signing_certificates_per_user
            .room_beside(held::by(cx.account(), user).len())?;
        let certificate = SigningCertificate {
            id: cx.seed.base32("signing certificate id", ID_LENGTH).into(),
            body: body.clone(),
            status: KeyStatus::Active,
            uploaded: cx.now,
        };
        let event = Event::SigningCertificateUploaded {
            user: user.map(|user| user.name.to_string()),
            id: certificate.id.to_string(),
            body: body.clone(),
        };
        let certificate = SigningCertificateShape::of(user, &certificate);
        Outcome::event(event, UploadSigningCertificateResult { certificate })
    }
}
