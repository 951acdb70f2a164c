//! The keys by which accounts sign tokens for systems outside: made and used as work, since both need the machine's randomness.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
    RsaPublicKeyComponents,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// How a token for an outside system is signed (S-64).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAlgorithm {
    /// RSA of 2048 bits with SHA-256.
    Rs256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
}

impl TokenAlgorithm {
    /// The name in calls, headers and key sets.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TokenAlgorithm::Rs256 => "RS256",
            TokenAlgorithm::Es384 => "ES384",
        }
    }

    pub(crate) fn named(name: &str) -> Option<TokenAlgorithm> {
        [TokenAlgorithm::Rs256, TokenAlgorithm::Es384]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

/// A private key in PKCS #8. Overwritten when dropped; `Debug` prints `…`; compared in constant time.
#[derive(Clone)]
pub struct TokenSecret(Zeroizing<Vec<u8>>);

impl TokenSecret {
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>) -> TokenSecret {
        TokenSecret(bytes)
    }

    pub(crate) fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for TokenSecret {
    fn eq(&self, other: &TokenSecret) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for TokenSecret {}

impl std::fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// New keys of both algorithms; what is public is written as key sets write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenKeys {
    pub(crate) rsa: TokenSecret,
    pub(crate) n: String,
    pub(crate) e: String,
    pub(crate) ec: TokenSecret,
    pub(crate) x: String,
    pub(crate) y: String,
}

impl TokenKeys {
    /// Makes them: a tenth of a second or more. `None` where the machine gives no randomness.
    pub(crate) fn make() -> Option<TokenKeys> {
        let rsa = RsaKeyPair::generate(KeySize::Rsa2048).ok()?;
        let public: RsaPublicKeyComponents<Vec<u8>> = rsa.public_key().into();
        let rsa_der = rsa.as_der().ok()?;
        let ec = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).ok()?;
        let (x, y) = ec.public_key().as_ref().get(1..)?.split_at_checked(48)?;
        let ec_der = ec.to_pkcs8v1().ok()?;
        let secret = |der: &[u8]| TokenSecret(Zeroizing::new(der.to_vec()));
        Some(TokenKeys {
            rsa: secret(rsa_der.as_ref()),
            n: URL_SAFE_NO_PAD.encode(&public.n),
            e: URL_SAFE_NO_PAD.encode(&public.e),
            ec: secret(ec_der.as_ref()),
            x: URL_SAFE_NO_PAD.encode(x),
            y: URL_SAFE_NO_PAD.encode(y),
        })
    }
}

/// The signature of a token's header and claims; `None` if the key is none for this algorithm.
pub(crate) fn sign(algorithm: TokenAlgorithm, key: &TokenSecret, message: &str) -> Option<Vec<u8>> {
    let random = SystemRandom::new();
    match algorithm {
        TokenAlgorithm::Rs256 => {
            let key = RsaKeyPair::from_pkcs8(key.expose()).ok()?;
            let mut signature = vec![0; key.public_modulus_len()];
            key.sign(
                &RSA_PKCS1_SHA256,
                &random,
                message.as_bytes(),
                &mut signature,
            )
            .ok()?;
            Some(signature)
        }
        TokenAlgorithm::Es384 => {
            let signing = &ECDSA_P384_SHA384_FIXED_SIGNING;
            let key = EcdsaKeyPair::from_pkcs8(signing, key.expose()).ok()?;
            let signature = key.sign(&random, message.as_bytes()).ok()?;
            Some(signature.as_ref().to_vec())
        }
    }
}
