//! An identity provider's public keys.

use super::names::{RSA_SHA256, RSA_SHA384, RSA_SHA512};
use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RsaParameters,
};
use bergshamra::SoftwareKey;
use bergshamra::crypto::sign;
use bergshamra::keys::loader::load_x509_cert_der;

/// A public key of one kind, ready for signatures of that kind and no other.
pub(super) enum PublicKey {
    /// Made ready once for each algorithm.
    Rsa(Vec<(&'static str, ParsedPublicKey)>),
    /// On one of the three curves; the library knows how such signatures are written.
    Elliptic(SoftwareKey),
}

const RSA: [(&str, &RsaParameters); 3] = [
    (RSA_SHA256, &RSA_PKCS1_2048_8192_SHA256),
    (RSA_SHA384, &RSA_PKCS1_2048_8192_SHA384),
    (RSA_SHA512, &RSA_PKCS1_2048_8192_SHA512),
];

impl PublicKey {
    /// The key that a certificate is about: RSA with 2048 to 8192 bits, or on P-256, P-384 or P-521.
    ///
    /// # Errors
    /// Any other; says what is wrong.
    pub(super) fn of_certificate(der: &[u8]) -> Result<PublicKey, &'static str> {
        const BROKEN: &str = "a certificate has a key that is too weak or broken";
        let key = load_x509_cert_der(der).map_err(|_| "a certificate cannot be read")?;
        let Ok(Some(software)) = key.software_key() else {
            return Err(BROKEN);
        };
        match key.algorithm_name() {
            "EC-P256" | "EC-P384" | "EC-P521" => Ok(PublicKey::Elliptic(software)),
            "RSA" => {
                let der = key.to_spki_der().ok_or(BROKEN)?;
                let ready = RSA.into_iter().map(|(algorithm, parameters)| {
                    Ok((algorithm, ParsedPublicKey::new(parameters, &der)?))
                });
                let ready: Result<_, aws_lc_rs::error::KeyRejected> = ready.collect();
                ready.map(PublicKey::Rsa).map_err(|_| BROKEN)
            }
            _ => Err("a certificate has a key of an unexpected kind"),
        }
    }

    /// Whether the key's owner signed the message, by this one of XML signatures' algorithms. Never by one of another kind of key.
    pub(super) fn signed(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> bool {
        match self {
            PublicKey::Rsa(ready) => ready
                .iter()
                .any(|(of, key)| *of == algorithm && key.verify_sig(message, signature).is_ok()),
            PublicKey::Elliptic(key) => {
                sign::key_algorithm_matches_signature_uri(algorithm, key.algorithm())
                    && sign::from_uri(algorithm)
                        .and_then(|algorithm| algorithm.verify(key, message, signature))
                        .unwrap_or(false)
            }
        }
    }
}
