//! Public keys, as certificates, private keys and SSH files tell them.

use super::pem;
use pkcs1::RsaPublicKeyRef;
use pkcs1::der::asn1::{BitStringRef, UintRef};
use pkcs1::der::{AnyRef, Decode, Encode};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

/// The numbers of an RSA public key, big-endian without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RsaKey {
    pub modulus: Vec<u8>,
    pub exponent: Vec<u8>,
}

/// A public key of a kind that server certificates may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey {
    Rsa(RsaKey),
    /// An uncompressed point, whose length tells the curve: P-256 or P-384.
    Ec(Vec<u8>),
}

impl RsaKey {
    /// From numbers that may have leading zeros.
    pub(crate) fn of(modulus: &[u8], exponent: &[u8]) -> RsaKey {
        let trimmed = |bytes: &[u8]| {
            let start = bytes.iter().position(|byte| *byte != 0);
            bytes[start.unwrap_or(bytes.len())..].to_vec()
        };
        RsaKey {
            modulus: trimmed(modulus),
            exponent: trimmed(exponent),
        }
    }

    pub(crate) fn bits(&self) -> usize {
        let high = self.modulus.first().map_or(0, |byte| byte.leading_zeros());
        self.modulus.len() * 8 - high as usize
    }
}

/// The RSA key of a PEM block `PUBLIC KEY` (SPKI) or `RSA PUBLIC KEY` (PKCS #1).
pub(crate) fn rsa_from_pem(text: &str) -> Option<RsaKey> {
    let block = pem::block(text)?;
    let der = &block.contents;
    match block.label.as_str() {
        "RSA PUBLIC KEY" => rsa_from_pkcs1(der),
        "PUBLIC KEY" => {
            let info = SubjectPublicKeyInfoRef::from_der(der).ok()?;
            if info.algorithm.oid != pkcs1::ALGORITHM_OID {
                return None;
            }
            rsa_from_pkcs1(info.subject_public_key.as_bytes()?)
        }
        _ => None,
    }
}

fn rsa_from_pkcs1(der: &[u8]) -> Option<RsaKey> {
    let key = RsaPublicKeyRef::from_der(der).ok()?;
    let (modulus, exponent) = (key.modulus.as_bytes(), key.public_exponent.as_bytes());
    Some(RsaKey::of(modulus, exponent))
}

/// The key as a PEM block `PUBLIC KEY`; `None` for numbers too long for DER.
pub(crate) fn rsa_to_pem(key: &RsaKey) -> Option<String> {
    let key = RsaPublicKeyRef {
        modulus: UintRef::new(&key.modulus).ok()?,
        public_exponent: UintRef::new(&key.exponent).ok()?,
    };
    let key = key.to_der().ok()?;
    let info = SubjectPublicKeyInfoRef {
        algorithm: AlgorithmIdentifierRef {
            oid: pkcs1::ALGORITHM_OID,
            parameters: Some(AnyRef::NULL),
        },
        subject_public_key: BitStringRef::from_bytes(&key).ok()?,
    };
    Some(pem::write("PUBLIC KEY", &info.to_der().ok()?))
}
