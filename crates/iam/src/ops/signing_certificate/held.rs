//! The signing certificates of a user or of the root.

use crate::Error;
use crate::context::text;
use crate::state::{Account, SigningCertificate, User};
use crate::x509::Certificate;
use serde::Serialize;

/// The certificates of a user, or of the root where there is none.
pub(super) fn by<'a>(account: &'a Account, user: Option<&'a User>) -> &'a [SigningCertificate] {
    user.map_or(&account.root_signing_certificates, |user| {
        &user.signing_certificates
    })
}

/// One of them by id.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) fn one<'a>(
    account: &'a Account,
    user: Option<&'a User>,
    id: &str,
) -> Result<&'a SigningCertificate, Error> {
    let held = by(account, user).iter().find(|held| held.id == id);
    held.ok_or_else(|| {
        Error::no_such_entity(format!("The Certificate with id {id} cannot be found."))
    })
}

/// Whether anybody in the account has this certificate.
pub(super) fn anywhere(account: &Account, certificate: &Certificate) -> bool {
    let users = account.users.values();
    let of_users = users.flat_map(|user| &user.signing_certificates);
    let mut all = of_users.chain(&account.root_signing_certificates);
    all.any(|held| {
        Certificate::from_pem(&held.body).is_some_and(|held| held.der == certificate.der)
    })
}

/// AWS's `SigningCertificate`; the root has no name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SigningCertificateShape {
    user_name: Option<String>,
    certificate_id: String,
    certificate_body: String,
    status: &'static str,
    upload_date: String,
}

impl SigningCertificateShape {
    pub(super) fn of(user: Option<&User>, held: &SigningCertificate) -> SigningCertificateShape {
        SigningCertificateShape {
            user_name: user.map(|user| user.name.to_string()),
            certificate_id: held.id.to_string(),
            certificate_body: held.body.clone(),
            status: held.status.text(),
            upload_date: text(held.uploaded).into(),
        }
    }
}
