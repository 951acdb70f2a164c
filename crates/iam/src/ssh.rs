//! SSH public keys: RSA, as CodeCommit takes them, in OpenSSH's form or in PEM.

use crate::x509::{RsaKey, rsa_from_pem, rsa_to_pem};
use md5::{Digest, Md5};
use ssh_key::public::{KeyData, RsaPublicKey};
use ssh_key::{Mpint, PublicKey};

/// The shortest modulus that AWS takes, in bits.
const BITS_MIN: usize = 2048;
/// The longest that is looked at.
const BITS_MAX: usize = 16_384;

/// Why a text is no key that AWS takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// Neither OpenSSH's form nor PEM.
    Encoding,
    /// A key of another kind, or too short.
    Key,
}

/// An RSA key as `ssh-rsa …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SshKey {
    key: PublicKey,
}

impl SshKey {
    /// Reads a key in either form.
    ///
    /// # Errors
    /// Says whether the form or the key is at fault.
    pub(crate) fn parse(text: &str) -> Result<SshKey, Unusable> {
        let text = text.trim();
        let key = if text.starts_with("-----BEGIN ") {
            let rsa = rsa_from_pem(text).ok_or(Unusable::Key)?;
            PublicKey::new(key_data(&rsa).ok_or(Unusable::Key)?, "")
        } else {
            PublicKey::from_openssh(text).map_err(|_| Unusable::Encoding)?
        };
        let key = SshKey { key };
        match key.rsa() {
            Some(rsa) if (BITS_MIN..=BITS_MAX).contains(&rsa.bits()) => Ok(key),
            _ => Err(Unusable::Key),
        }
    }

    fn rsa(&self) -> Option<RsaKey> {
        let rsa = self.key.key_data().rsa()?;
        let (modulus, exponent) = (rsa.n.as_positive_bytes()?, rsa.e.as_positive_bytes()?);
        Some(RsaKey::of(modulus, exponent))
    }

    /// `ssh-rsa` and the key in base64, with its comment.
    pub(crate) fn openssh(&self) -> Option<String> {
        self.key.to_openssh().ok()
    }

    /// A PEM block `PUBLIC KEY`.
    pub(crate) fn pem(&self) -> Option<String> {
        rsa_to_pem(&self.rsa()?)
    }

    /// The key without its comment: what two uploads of one key have in common.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        self.key.to_bytes().ok()
    }

    /// The MD5 digest of the key in SSH's form, as `ssh-keygen -l -E md5` prints it.
    pub(crate) fn fingerprint(&self) -> Option<String> {
        let digest = Md5::digest(self.bytes()?);
        let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(pairs.join(":"))
    }
}

fn key_data(rsa: &RsaKey) -> Option<KeyData> {
    Some(KeyData::Rsa(RsaPublicKey {
        e: Mpint::from_positive_bytes(&rsa.exponent).ok()?,
        n: Mpint::from_positive_bytes(&rsa.modulus).ok()?,
    }))
}
