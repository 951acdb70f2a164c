//! `ListSigningCertificates`.

use super::held::{self, SigningCertificateShape};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::page::Page;
use serde::{Deserialize, Serialize};

/// Lists the signing certificates of a user, or of the caller, by id.
///
/// Permission: `iam:ListSigningCertificates` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListSigningCertificates {
    user_name: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of certificates.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListSigningCertificatesResult {
    certificates: Vec<SigningCertificateShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListSigningCertificates {
    const NAME: &'static str = "ListSigningCertificates";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root ListSigningCertificates UserName=Bob -> !ListSigningCertificatesResult.Certificates.1
        root UploadSigningCertificate UserName=Bob CertificateBody=$rsacert -> set id=UploadSigningCertificateResult.Certificate.CertificateId
        root ListSigningCertificates UserName=Bob -> ListSigningCertificatesResult.Certificates.1.CertificateId=$id & ListSigningCertificatesResult.Certificates.1.UserName=Bob
        root ListSigningCertificates UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ListSigningCertificatesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:ListSigningCertificates")])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<ListSigningCertificatesResult>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let mut certificates: Vec<_> = held::by(cx.account(), user).iter().collect();
        certificates.sort_by(|one, other| one.id.cmp(&other.id));
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let page = page.of(certificates.into_iter(), |held| held.id.to_string())?;
        let shown = page.items.into_iter();
        Outcome::read(ListSigningCertificatesResult {
            certificates: shown
                .map(|held| SigningCertificateShape::of(user, held))
                .collect(),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }
}
