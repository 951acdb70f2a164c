//! `UpdateServerCertificate`.

use super::certificate;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::{Error, NameKey, arn};
use serde::Deserialize;

/// Renames a server certificate or moves it to another path.
///
/// Permission: `iam:UpdateServerCertificate` on the certificate's ARN, old and new.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateServerCertificate {
    server_certificate_name: String,
    new_path: Option<String>,
    new_server_certificate_name: Option<String>,
}

impl Operation for UpdateServerCertificate {
    const NAME: &'static str = "UpdateServerCertificate";
    const EXAMPLE: &'static str = "
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey -> ok
        root UpdateServerCertificate ServerCertificateName=web NewServerCertificateName=old NewPath=/a/ -> ok
        root GetServerCertificate ServerCertificateName=old -> GetServerCertificateResult.ServerCertificate.ServerCertificateMetadata.Arn=arn:aws:iam::123456789012:server-certificate/a/old
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey -> ok
        root UpdateServerCertificate ServerCertificateName=web NewServerCertificateName=OLD -> 409 EntityAlreadyExists The Server Certificate with name OLD already exists.
        root UpdateServerCertificate ServerCertificateName=other NewPath=/a/ -> 404 NoSuchEntity The Server Certificate with name other cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let name = &self.server_certificate_name;
        let account = cx.account();
        let mut permissions = vec![certificate::permission(
            cx,
            "iam:UpdateServerCertificate",
            name,
        )];
        if self.new_path.is_some() || self.new_server_certificate_name.is_some() {
            let held = account.server_certificate(name);
            let path = held.map_or("/", |held| held.path.as_str());
            let new = arn::server_certificate(
                account.id,
                self.new_path.as_deref().unwrap_or(path),
                self.new_server_certificate_name.as_deref().unwrap_or(name),
            );
            permissions.push(Permission::on(
                "iam:UpdateServerCertificate",
                new,
                account.id,
            ));
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let certificate = certificate::existing(cx, &self.server_certificate_name)?;
        let new_name = self.new_server_certificate_name.clone();
        let new_name = new_name.filter(|new| certificate.name != new.as_str());
        let new_path = self.new_path.clone();
        let new_path = new_path.filter(|new| certificate.path != new.as_str());
        if let Some(new) = &new_name
            && NameKey::of(new) != NameKey::of(&certificate.name)
        {
            certificate::is_free(cx, new)?;
        }
        if new_name.is_none() && new_path.is_none() {
            return Outcome::read(());
        }
        let event = Event::ServerCertificateUpdated {
            name: certificate.name.to_string(),
            new_name,
            new_path,
        };
        Outcome::event(event, ())
    }
}
