//! Whether the server that answers is the issuer's: by an authority that everybody trusts, by one that the operator named, or
//! by one whose thumbprint the account gave.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
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

/// Trusts what the authorities vouch for; else a certificate whose digest the account gave, and what an authority of the server's
/// own chain vouches for whose digest it gave. Name, dates and signatures are checked either way.
#[derive(Debug)]
struct ByThumbprint {
    provider: Arc<CryptoProvider>,
    trusted: Arc<WebPkiServerVerifier>,
    thumbprints: Vec<String>,
}

impl ByThumbprint {
    fn is_pinned(&self, certificate: &CertificateDer<'_>) -> bool {
        let digest = hex::encode(Sha1::digest(certificate));
        self.thumbprints
            .iter()
            .any(|thumbprint| thumbprint.eq_ignore_ascii_case(&digest))
    }

    /// What verifies by the authority nearest to the root whose digest the account gave.
    fn authority(&self, intermediates: &[CertificateDer<'_>]) -> Option<Arc<WebPkiServerVerifier>> {
        let mut chain = intermediates.iter().rev();
        let pinned = chain.find(|certificate| self.is_pinned(certificate))?;
        let mut roots = RootCertStore::empty();
        roots.add(pinned.clone().into_owned()).ok()?;
        verifier(roots, &self.provider).ok()
    }
}

/// Refuses a certificate before and after its time.
fn verify_dates(certificate: &CertificateDer<'_>, now: UnixTime) -> Result<(), Error> {
    let (_, read) = x509_parser::parse_x509_certificate(certificate)
        .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))?;
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let validity = read.validity();
    if now < validity.not_before.timestamp() {
        return Err(Error::InvalidCertificate(CertificateError::NotValidYet));
    }
    if now > validity.not_after.timestamp() {
        return Err(Error::InvalidCertificate(CertificateError::Expired));
    }
    Ok(())
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
        if let Some(authority) = self.authority(intermediates) {
            return authority.verify_server_cert(leaf, intermediates, name, ocsp, now);
        }
        if !self.is_pinned(leaf) {
            return Err(refused);
        }
        // Of servers that send nothing but their own certificate, it is the last of the chain, whose digest AWS's guide has one take.
        verify_server_name(&ParsedCertificate::try_from(leaf)?, name)?;
        verify_dates(leaf, now)?;
        Ok(ServerCertVerified::assertion())
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

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    use std::time::Duration;

    const DAY: u64 = 86_400;
    const NOW: u64 = 1_790_000_000;

    struct Chain {
        leaf: CertificateDer<'static>,
        authority: CertificateDer<'static>,
    }

    /// An authority and a certificate for `localhost` by it; both are good for ten days around now.
    fn chain() -> Chain {
        let parameters = |names| {
            let mut parameters = CertificateParams::new(names).unwrap();
            let at =
                |seconds: u64| std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            parameters.not_before = at(NOW - 5 * DAY).into();
            parameters.not_after = at(NOW + 5 * DAY).into();
            parameters
        };
        let key = KeyPair::generate().unwrap();
        let mut own = parameters(Vec::new());
        own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = own.self_signed(&key).unwrap().der().clone();
        let leaf = parameters(vec!["localhost".to_owned()])
            .signed_by(&KeyPair::generate().unwrap(), &Issuer::new(own, key))
            .unwrap();
        Chain {
            leaf: leaf.der().clone(),
            authority,
        }
    }

    fn digest(certificate: &CertificateDer) -> String {
        hex::encode(Sha1::digest(certificate))
    }

    fn verified(
        (leaf, sent): (&CertificateDer, &[CertificateDer]),
        thumbprint: String,
        name: &str,
        now: u64,
    ) -> bool {
        let authorities = Authorities::load(None).unwrap();
        let verifier = ByThumbprint {
            provider: authorities.provider,
            trusted: authorities.trusted,
            thumbprints: vec!["0".repeat(40), thumbprint],
        };
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now));
        verifier
            .verify_server_cert(leaf, sent, &name, &[], now)
            .is_ok()
    }

    ///
    #[test]
    fn a_thumbprint_is_of_an_authority_that_is_sent_or_of_the_certificate_itself() {
        let Chain { leaf, authority } = chain();
        let whole = std::slice::from_ref(&authority);
        for (sent, pinned, trusted) in [
            (whole, &authority, true),
            (whole, &leaf, true),
            (&[], &leaf, true),
            (&[], &authority, false),
        ] {
            let verified = verified((&leaf, sent), digest(pinned), "localhost", NOW);
            assert_eq!(verified, trusted);
        }
        // An authority vouches for what it has signed, whatever it is sent along with.
        let other = chain().leaf;
        assert!(!verified(
            (&other, whole),
            digest(&authority),
            "localhost",
            NOW
        ));
    }

    #[test]
    fn a_certificate_by_its_thumbprint_is_good_for_its_name_and_time() {
        let leaf = chain().leaf;
        let good = |name, now| verified((&leaf, &[]), digest(&leaf), name, now);
        assert!(good("localhost", NOW));
        assert!(!good("other.example.com", NOW));
        assert!(!good("localhost", NOW - 6 * DAY));
        assert!(!good("localhost", NOW + 6 * DAY));
    }
}
