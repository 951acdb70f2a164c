//! Whether the server that answers is the issuer's: by an authority that everybody trusts, by one that the operator named, or
//! by one whose thumbprint the account gave.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use sha1::{Digest, Sha1};

use crate::Fault;

/// The authorities that vouch for issuers' servers.
pub(super) struct Authorities {
    provider: Arc<CryptoProvider>,
    trusted: Arc<WebPkiServerVerifier>,
}

impl Authorities {
    /// Those of the web, and those in the operator's file.
    pub(super) fn load(more: Option<&Path>) -> Result<Authorities, Fault> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        if let Some(path) = more {
            let fault = |error: &dyn fmt::Display| {
                Fault::new(format!(
                    "cannot use `{}` as authorities of issuers: {error}",
                    path.display()
                ))
            };
            let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(path)
                .and_then(Iterator::collect)
                .map_err(|error| fault(&error))?;
            if certificates.is_empty() {
                return Err(fault(&"there is no certificate in it"));
            }
            for certificate in certificates {
                roots.add(certificate).map_err(|error| fault(&error))?;
            }
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let trusted = verifier(roots, &provider)
            .map_err(|error| Fault::new(format!("no authority can be used: {error}")))?;
        Ok(Authorities { provider, trusted })
    }

    /// How to speak TLS with a server that these, or authorities with one of the thumbprints, vouch for.
    pub(super) fn config(&self, thumbprints: &[String]) -> ClientConfig {
        let verifier = ByThumbprint {
            provider: Arc::clone(&self.provider),
            trusted: Arc::clone(&self.trusted),
            thumbprints: thumbprints.to_vec(),
        };
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()
            .expect("aws-lc-rs speaks TLS 1.2 and 1.3")
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config
    }
}

fn verifier(
    roots: RootCertStore,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, rustls::server::VerifierBuilderError> {
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build()
}

/// Trusts what the authorities vouch for; else what a certificate of the server's own chain vouches for whose digest the
/// account gave. Name, dates and signatures are checked either way.
#[derive(Debug)]
struct ByThumbprint {
    provider: Arc<CryptoProvider>,
    trusted: Arc<WebPkiServerVerifier>,
    thumbprints: Vec<String>,
}

impl ByThumbprint {
    fn pinned(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
    ) -> Option<Arc<WebPkiServerVerifier>> {
        let mut chain = intermediates.iter().rev().chain([leaf]);
        let pinned = chain.find(|certificate| {
            let digest = hex::encode(Sha1::digest(certificate));
            self.thumbprints
                .iter()
                .any(|thumbprint| thumbprint.eq_ignore_ascii_case(&digest))
        })?;
        let mut roots = RootCertStore::empty();
        roots.add(pinned.clone().into_owned()).ok()?;
        verifier(roots, &self.provider).ok()
    }
}

impl ServerCertVerifier for ByThumbprint {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let refused = match self
            .trusted
            .verify_server_cert(leaf, intermediates, name, ocsp, now)
        {
            Ok(verified) => return Ok(verified),
            Err(refused) => refused,
        };
        match self.pinned(leaf, intermediates) {
            Some(pinned) => pinned.verify_server_cert(leaf, intermediates, name, ocsp, now),
            None => Err(refused),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.trusted
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.trusted
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.trusted.supported_verify_schemes()
    }
}
