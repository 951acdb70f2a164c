//! `UpdateSigningCertificate`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::status;
use crate::ops::subject::Subject;
use serde::Deserialize;

/// Makes a signing certificate of a user, or of the caller, active or inactive.
///
/// Permission: `iam:UpdateSigningCertificate` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateSigningCertificate {
    user_name: Option<String>,
    certificate_id: String,
    status: String,
}

impl Operation for UpdateSigningCertificate {
    const NAME: &'static str = "UpdateSigningCertificate";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UploadSigningCertificate UserName=Bob CertificateBody=$rsacert -> set id=UploadSigningCertificateResult.Certificate.CertificateId
        root UpdateSigningCertificate UserName=Bob CertificateId=$id Status=Inactive -> ok
        root UpdateSigningCertificate UserName=Bob CertificateId=$id Status=Inactive -> unchanged
        root ListSigningCertificates UserName=Bob -> ListSigningCertificatesResult.Certificates.1.Status=Inactive
        root UpdateSigningCertificate UserName=Bob CertificateId=$id Status=Expired -> 400 InvalidInput
        root UpdateSigningCertificate UserName=Bob CertificateId=AAAAAAAAAAAAAAAAAAAAAAAA Status=Active -> 404 NoSuchEntity The Certificate with id AAAAAAAAAAAAAAAAAAAAAAAA cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:UpdateSigningCertificate")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let certificate = held::one(cx.account(), user, &self.certificate_id)?;
        let status = status::wanted("a signing certificate", &self.status)?;
        if certificate.status == status {
            return Outcome::read(());
        }
        let event = Event::SigningCertificateUpdated {
            user: user.map(|user| user.name.to_string()),
            id: certificate.id.to_string(),
            status,
        };
        Outcome::event(event, ())
    }
}
