//! `UploadServerCertificate`.

use super::certificate;
use super::shape::ServerCertificateMetadata;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{ServerCertificate, Tag};
use crate::tags::{self, TagKeys};
use crate::unique_id::{self, Prefix};
use crate::x509::{self, Certificate};
use crate::{Error, arn};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Stores a certificate for TLS servers with its private key, and with the chain of those who issued it. The key must be the
/// certificate's, without a pass phrase: RSA of 1024 to 4096 bits, P-256 or P-384. The chain begins with the issuer of the certificate;
/// names are held against each other, signatures are not. The certificate must be valid now.
///
/// Permission: `iam:UploadServerCertificate` on the new certificate's ARN, with `aws:RequestTag/…` and `aws:TagKeys`; with tags also
/// `iam:TagServerCertificate` on it. Names are unique regardless of case (I-6). The private key is kept sealed and never shown.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UploadServerCertificate {
    #[serde(default = "crate::path::root")]
    path: String,
    server_certificate_name: String,
    certificate_body: String,
    private_key: Zeroizing<String>,
    certificate_chain: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// What is known of the new certificate.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UploadServerCertificateResult {
    server_certificate_metadata: ServerCertificateMetadata,
    tags: Option<Vec<Tag>>,
}

impl Operation for UploadServerCertificate {
    const NAME: &'static str = "UploadServerCertificate";
    const EXAMPLE: &'static str = "
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey -> UploadServerCertificateResult.ServerCertificateMetadata.Expiration=2126-01-01T00:00:00Z
        root UploadServerCertificate ServerCertificateName=WEB CertificateBody=$rsacert PrivateKey=$rsakey -> 409 EntityAlreadyExists The Server Certificate with name WEB already exists.
        root UploadServerCertificate ServerCertificateName=mixed CertificateBody=$rsacert PrivateKey=$eckey -> 400 KeyPairMismatch
        root UploadServerCertificate ServerCertificateName=other CertificateBody=nonsense PrivateKey=$rsakey -> 400 MalformedCertificate Unable to parse certificate. Please ensure the certificate is in PEM format.
    ";
    type Output = UploadServerCertificateResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = arn::server_certificate(account, &self.path, &self.server_certificate_name);
        let mut permissions = vec![
            Permission::on("iam:UploadServerCertificate", arn.clone(), account)
                .with_request_tags(&self.tags),
        ];
        if !self.tags.is_empty() {
            permissions.push(
                Permission::on("iam:TagServerCertificate", arn, account)
                    .with_request_tags(&self.tags),
            );
        }
        Ok(permissions)
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<UploadServerCertificateResult>, Error> {
        let account = cx.account();
        let quotas = &cx.settings.quotas;
        let name = &self.server_certificate_name;
        TagKeys::AsWritten.check(&[], &self.tags, quotas.tags)?;
        let certificate = self.certificate(cx)?;
        certificate::is_free(cx, name)?;
        quotas
            .server_certificates
            .room_beside(account.server_certificates.len())?;
        let id = unique_id::draw(
            Prefix::Certificate,
            account.id,
            &cx.seed,
            "server certificate id",
        );
        let private_key = cx.keys.seal_private_key(&id, &self.private_key, &cx.seed);
        let event = Event::ServerCertificateUploaded {
            name: name.clone(),
            path: self.path.clone(),
            id: id.clone(),
            body: self.certificate_body.clone(),
            chain: self.certificate_chain.clone(),
            private_key: private_key.clone(),
            expires: certificate.not_after,
            tags: self.tags.clone(),
        };
        let stored = ServerCertificate {
            name: name.into(),
            path: self.path.as_str().into(),
            id: id.into(),
            uploaded: cx.now,
            expires: certificate.not_after,
            body: String::new(),
            chain: None,
            private_key,
            tags: Vec::new(),
        };
        let result = UploadServerCertificateResult {
            server_certificate_metadata: ServerCertificateMetadata::of(account.id, &stored),
            tags: tags::shown(&self.tags),
        };
        Outcome::event(event, result)
    }
}

impl UploadServerCertificate {
    /// The certificate, if it, its key and its chain belong together.
    fn certificate(&self, cx: &Cx) -> Result<Certificate, Error> {
        let Some(certificate) = Certificate::from_pem(&self.certificate_body) else {
            return Err(Error::malformed_certificate(
                "Unable to parse certificate. Please ensure the certificate is in PEM format.",
            ));
        };
        if !certificate.valid_at(cx.now) {
            return Err(Error::malformed_certificate(
                "The certificate is expired or not yet valid.",
            ));
        }
        let Some(key) = &certificate.key else {
            return Err(Error::malformed_certificate(
                "The certificate's public key is of an unsupported algorithm or size.",
            ));
        };
        match x509::public_key_of(&self.private_key) {
            None => {
                return Err(Error::malformed_certificate(
                    "Unable to parse private key. Please ensure the key is in PEM format and not encrypted.",
                ));
            }
            Some(own) if own != *key => {
                return Err(Error::key_pair_mismatch(
                    "The private key does not match the public key of the certificate.",
                ));
            }
            Some(_) => {}
        }
        if let Some(chain) = &self.certificate_chain {
            x509::check_chain(&certificate, chain).map_err(|index| {
                Error::malformed_certificate(format!(
                    "Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: {index}"
                ))
            })?;
        }
        Ok(certificate)
    }
}
