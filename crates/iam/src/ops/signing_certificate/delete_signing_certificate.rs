//! `DeleteSigningCertificate`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use serde::Deserialize;

/// Deletes a signing certificate of a user, or of the caller.
///
/// Permission: `iam:DeleteSigningCertificate` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteSigningCertificate {
    user_name: Option<String>,
    certificate_id: String,
}

impl Operation for DeleteSigningCertificate {
    const NAME: &'static str = "DeleteSigningCertificate";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UploadSigningCertificate UserName=Bob CertificateBody=$rsacert -> set id=UploadSigningCertificateResult.Certificate.CertificateId
        root DeleteUser UserName=Bob -> 409 DeleteConflict Cannot delete entity, must delete signing certificates first.
        root DeleteSigningCertificate UserName=Bob CertificateId=$id -> ok
        root DeleteSigningCertificate UserName=Bob CertificateId=AAAAAAAAAAAAAAAAAAAAAAAA -> 404 NoSuchEntity The Certificate with id AAAAAAAAAAAAAAAAAAAAAAAA cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:DeleteSigningCertificate")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let certificate = held::one(cx.account(), user, &self.certificate_id)?;
        let event = Event::SigningCertificateDeleted {
            user: user.map(|user| user.name.to_string()),
            id: certificate.id.to_string(),
        };
        Outcome::event(event, ())
    }
}
