//! Private keys that open encrypted assertions.

use aws_lc_rs::rsa::PrivateDecryptingKey;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

const BITS_MIN: usize = 2048;

/// An RSA private key as PKCS #8. Wiped when dropped; `Debug` shows nothing of it.
#[derive(Clone)]
pub struct PrivateKey(Zeroizing<Vec<u8>>);

/// The text is not the PEM of a private key that can open assertions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an RSA private key of 2048 bits or more in PEM, unencrypted")]
pub struct InvalidPrivateKey;

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

impl PrivateKey {
    /// The key of a PEM text: `PRIVATE KEY` or `RSA PRIVATE KEY`, RSA, at least 2048 bits.
    ///
    /// # Errors
    /// Anything else, encrypted keys too.
    pub fn from_pem(pem: &str) -> Result<PrivateKey, InvalidPrivateKey> {
        let der = match block(pem, "PRIVATE KEY") {
            Some(der) => der,
            None => wrapped(&block(pem, "RSA PRIVATE KEY").ok_or(InvalidPrivateKey)?),
        };
        PrivateKey::from_der(&der)
    }

    /// The key that [`PrivateKey::der`] gave.
    ///
    /// # Errors
    /// What is not such a key.
    pub fn from_der(der: &[u8]) -> Result<PrivateKey, InvalidPrivateKey> {
        let key = PrivateKey(Zeroizing::new(der.to_vec()));
        match key.opened() {
            Some(opened) if opened.key_size_bits() >= BITS_MIN => Ok(key),
            _ => Err(InvalidPrivateKey),
        }
    }

    /// The key as PKCS #8, to be sealed.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn opened(&self) -> Option<PrivateDecryptingKey> {
        PrivateDecryptingKey::from_pkcs8(&self.0).ok()
    }
}

/// The bytes of the one PEM block with this label.
fn block(pem: &str, label: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (_, rest) = pem.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let letters: Zeroizing<String> = Zeroizing::new(body.split_whitespace().collect());
    STANDARD.decode(letters.as_bytes()).ok().map(Zeroizing::new)
}

/// A PKCS #1 key in the envelope of PKCS #8.
fn wrapped(key: &[u8]) -> Zeroizing<Vec<u8>> {
    /// Version 0, and the algorithm rsaEncryption without parameters.
    const HEAD: &[u8] = &[
        2, 1, 0, 0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0,
    ];
    // Room for all of it, so that no copy is left behind by growth.
    let mut inner = Zeroizing::new(Vec::with_capacity(key.len() + 64));
    inner.extend_from_slice(HEAD);
    inner.push(4);
    inner.extend(length(key.len()));
    inner.extend_from_slice(key);
    let mut outer = Zeroizing::new(Vec::with_capacity(inner.len() + 64));
    outer.push(0x30);
    outer.extend(length(inner.len()));
    outer.extend_from_slice(&inner);
    outer
}

/// A length as DER writes it.
fn length(bytes: usize) -> Vec<u8> {
    let all = bytes.to_be_bytes();
    let first = all.iter().position(|byte| *byte != 0);
    let significant = &all[first.unwrap_or(all.len() - 1)..];
    match significant {
        [short] if *short < 128 => vec![*short],
        long => [
            &[0x80 | u8::try_from(long.len()).expect("a length has eight bytes at most")],
            long,
        ]
        .concat(),
    }
}
