//! Randomness that enters as an input, so that a decision can be made again exactly.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const BASE36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Thirty-two random bytes from which one request draws all that it needs. Equal seeds and labels draw equal values.
#[derive(Clone, Copy)]
pub(crate) struct Seed([u8; 32]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl Seed {
    /// A seed of these bytes; they must come from a cryptographic source and be used for one request.
    #[must_use]
    pub(crate) fn new(bytes: [u8; 32]) -> Seed {
        Seed(bytes)
    }

    /// A generator for one purpose of the request; each label draws its own values. Its key is the hash of seed and label, as in
    /// the one-step derivation of NIST SP 800-56C: the seed has one length, and nobody sees the hash itself.
    fn generator(&self, label: &str) -> ChaCha20Rng {
        let key = Sha256::new().chain_update(self.0).chain_update(label);
        ChaCha20Rng::from_seed(key.finalize().into())
    }

    /// Random bytes for one purpose.
    pub(crate) fn bytes<const N: usize>(&self, label: &str) -> [u8; N] {
        let mut bytes = [0; N];
        self.generator(label).fill_bytes(&mut bytes);
        bytes
    }

    /// `length` letters of the alphabet of ids (I-1).
    pub(crate) fn base32(&self, label: &str, length: usize) -> String {
        self.letters(label, BASE32, length)
    }

    /// `length` letters of the alphabet of ids in Organizations.
    pub(crate) fn base36(&self, label: &str, length: usize) -> String {
        self.letters(label, BASE36, length)
    }

    /// `length` letters of the alphabet of secret access keys (I-3).
    pub(crate) fn base64(&self, label: &str, length: usize) -> String {
        self.letters(label, BASE64, length)
    }

    /// A random UUID (version 4).
    pub(crate) fn uuid(&self, label: &str) -> String {
        uuid(self.bytes(label), 4)
    }

    /// A number below `end`, each as likely as any other to within 2⁻²⁴ for `end` up to 10¹².
    pub(crate) fn below(&self, label: &str, end: u64) -> u64 {
        self.generator(label).next_u64() % end
    }

    fn letters(&self, label: &str, alphabet: &[u8], length: usize) -> String {
        let mut chance = vec![0; 4 * length];
        self.generator(label).fill_bytes(&mut chance);
        let (numbers, _) = chance.as_chunks();
        let letters = numbers.iter().map(|number| {
            let number = u32::from_le_bytes(*number) as usize;
            alphabet[number % alphabet.len()]
        });
        String::from_utf8(letters.collect()).expect("the alphabets are ASCII")
    }
}

/// The UUID of these bytes, in whose place version and variant stand.
pub(crate) fn uuid(mut bytes: [u8; 16], version: u8) -> String {
    bytes[6] = bytes[6] & 0x0f | version << 4;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex::encode(bytes);
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}
