use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Deserializer};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::Scope;

/// A secret access key or token. Overwritten when dropped; `Debug` prints `…`.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret of this text.
    pub fn new(text: String) -> Self {
        Secret(Zeroizing::new(text))
    }

    /// The text itself: for sealing it, showing it once to its owner, and signing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Secret::new)
    }
}

/// What a client signs with.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key.
    pub secret: Secret,
    /// The session token of temporary credentials.
    pub session_token: Option<String>,
}

/// The key of one secret for one day, region and service. Overwritten when dropped; `Debug` prints `…`.
#[derive(Clone)]
pub struct SigningKey([u8; 32]);

impl Drop for SigningKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl SigningKey {
    /// Derives the key: four HMACs, which [`SigningKeyCache`](crate::SigningKeyCache) saves.
    pub fn derive(secret: &Secret, scope: &Scope) -> Self {
        let mut seed = Zeroizing::new(Vec::with_capacity(4 + secret.expose().len()));
        seed.extend_from_slice(b"AWS4");
        seed.extend_from_slice(secret.expose().as_bytes());
        let mut key = Zeroizing::new(hmac_sha256(&seed, &[scope.date.as_bytes()]));
        for part in [
            scope.region.as_str(),
            scope.service.as_str(),
            "aws4_request",
        ] {
            *key = hmac_sha256(&*key, &[part.as_bytes()]);
        }
        SigningKey(*key)
    }

    /// The signature of a string to sign that is given in pieces.
    pub(crate) fn signature(&self, pieces: &[&[u8]]) -> [u8; 32] {
        hmac_sha256(&self.0, pieces)
    }
}

fn hmac_sha256(key: &[u8], pieces: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    for piece in pieces {
        mac.update(piece);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let secret = Secret::new("wJalrXUtnFEMI".to_owned());
        let scope = Scope {
            date: "20150830".into(),
            region: "us-east-1".into(),
            service: "iam".into(),
        };
        let key = SigningKey::derive(&secret, &scope);
        let credentials = Credentials {
            access_key_id: "AKID".into(),
            secret: secret.clone(),
            session_token: None,
        };
        assert_eq!(format!("{secret:?} {key:?}"), "… …");
        assert!(!format!("{credentials:?}").contains("wJal"));
    }

    #[test]
    fn derivation_matches_the_published_example() {
        // From AWS's documentation, "Deriving the signing key": secret and scope of its example.
        let secret = Secret::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned());
        let scope = Scope {
            date: "20150830".into(),
            region: "us-east-1".into(),
            service: "iam".into(),
        };
        assert_eq!(
            hex::encode(SigningKey::derive(&secret, &scope).0),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
        );
    }
}
