//! Randomness that enters as an input, so that a decision can be made again exactly.

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

    /// Fills `bytes` for one purpose of the request; each label draws its own. One-step derivation of NIST SP 800-56C with SHA-256:
    /// hashes of a counter, the seed, which has one length, and the label.
    fn fill(&self, label: &str, bytes: &mut [u8]) {
        for (counter, part) in (1_u32..).zip(bytes.chunks_mut(32)) {
            let hash = Sha256::new()
                .chain_update(counter.to_be_bytes())
                .chain_update(self.0)
                .chain_update(label)
                .finalize();
            part.copy_from_slice(&hash[..part.len()]);
        }
    }

    /// Random bytes for one purpose.
    pub(crate) fn bytes<const N: usize>(&self, label: &str) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(label, &mut bytes);
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
        u64::from_be_bytes(self.bytes(label)) % end
    }

    /// Each letter is as likely as any other where their number divides 2¹⁶, and to within a thousandth elsewhere.
    fn letters(&self, label: &str, alphabet: &[u8], length: usize) -> String {
        let mut chance = vec![0; 2 * length];
        self.fill(label, &mut chance);
        let (numbers, _) = chance.as_chunks();
        let letters = numbers.iter().map(|number| {
            let number = usize::from(u16::from_le_bytes(*number));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Of Python's hashlib: the hashes of 1, the seed and the label, and of 2, the seed and the label.
    #[test]
    fn what_is_drawn_is_the_hashes_of_counter_seed_and_label() {
        let drawn: [u8; 40] = Seed::new([7; 32]).bytes("label");
        let expected =
            "b1083b525c68251b735802db376417f2daeca271ed2e2ed7d256d37c8af3136e406b7c0f6b2c0198";
        assert_eq!(hex::encode(drawn), expected);
    }
}
