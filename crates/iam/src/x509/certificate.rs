//! Certificates: what they say of themselves, and chains of them.

use super::pem;
use super::public_key::{PublicKey, RsaKey};
use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::parse_x509_certificate;
use x509_parser::public_key::PublicKey as Parsed;

/// Certificates in one chain: more than any real one has.
const CHAIN_MAX: usize = 16;

/// What is read of a certificate.
pub(crate) struct Certificate {
    /// The certificate itself: two texts of it are the same certificate if these are equal.
    pub der: Vec<u8>,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    /// `None` for keys of kinds and sizes that server certificates may not have.
    pub key: Option<PublicKey>,
    subject: Vec<u8>,
    issuer: Vec<u8>,
}

impl Certificate {
    /// The only certificate of a PEM text.
    pub(crate) fn from_pem(text: &str) -> Option<Certificate> {
        let block = pem::block(text)?;
        (block.label == "CERTIFICATE")
            .then(|| Certificate::from_der(&block.contents))
            .flatten()
    }

    fn from_der(der: &[u8]) -> Option<Certificate> {
        let (rest, certificate) = parse_x509_certificate(der).ok()?;
        if !rest.is_empty() {
            return None;
        }
        let moment = |seconds: i64| Timestamp::from_second(seconds).ok();
        Some(Certificate {
            der: der.to_vec(),
            not_before: moment(certificate.validity().not_before.timestamp())?,
            not_after: moment(certificate.validity().not_after.timestamp())?,
            key: key(&certificate),
            subject: certificate.subject().as_raw().to_vec(),
            issuer: certificate.issuer().as_raw().to_vec(),
        })
    }

    /// Whether a moment is within the certificate's validity.
    pub(crate) fn valid_at(&self, now: Timestamp) -> bool {
        self.not_before <= now && now <= self.not_after
    }
}

fn key(certificate: &X509Certificate) -> Option<PublicKey> {
    match certificate.public_key().parsed().ok()? {
        Parsed::RSA(key) => {
            let key = RsaKey::of(key.modulus, key.exponent);
            matches!(key.bits(), 1024 | 2048 | 3072 | 4096).then_some(PublicKey::Rsa(key))
        }
        // P-256 and P-384, uncompressed.
        Parsed::EC(point) if matches!(point.data().len(), 65 | 97) => {
            Some(PublicKey::Ec(point.data().to_vec()))
        }
        _ => None,
    }
}

/// Holds a chain against its certificate: each is issued, by name, by the one after it.
///
/// # Errors
/// The place of the first certificate that the next one did not issue: -1 for the certificate itself, and for a text that is no chain.
pub(crate) fn check_chain(certificate: &Certificate, chain: &str) -> Result<(), i64> {
    let blocks = pem::blocks(chain, CHAIN_MAX).ok_or(-1)?;
    let mut issuer = &certificate.issuer;
    let chain: Option<Vec<Certificate>> = blocks
        .iter()
        .map(|block| {
            (block.label == "CERTIFICATE")
                .then(|| Certificate::from_der(&block.contents))
                .flatten()
        })
        .collect();
    let chain = chain.ok_or(-1)?;
    for (index, next) in (-1_i64..).zip(&chain) {
        if next.subject != *issuer {
            return Err(index);
        }
        issuer = &next.issuer;
    }
    Ok(())
}
