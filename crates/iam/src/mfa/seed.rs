//! What a virtual MFA device and the server share.

use crate::seed::Seed;
use zeroize::Zeroizing;

/// Forty bytes: sixty-four letters, as AWS gives them out.
const BYTES: usize = 40;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The seed of a new device.
pub(crate) struct MfaSeed(Zeroizing<[u8; BYTES]>);

impl std::fmt::Debug for MfaSeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl MfaSeed {
    pub(crate) fn draw(seed: &Seed) -> MfaSeed {
        MfaSeed(Zeroizing::new(seed.bytes("mfa seed")))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &*self.0
    }

    /// RFC 4648: a letter for every five bits. Forty bytes need no padding.
    pub(crate) fn base32(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(BYTES * 8 / 5));
        for chunk in self.0.chunks_exact(5) {
            let bits = chunk
                .iter()
                .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            text.extend((0..8).rev().map(|place| {
                let letter = usize::try_from(bits >> (5 * place) & 31).expect("five bits");
                char::from(ALPHABET[letter])
            }));
        }
        text
    }
}

/// The bytes of a seed in base 32, as a device reads them.
#[cfg(test)]
pub(crate) fn bytes_of_base32(text: &str) -> Vec<u8> {
    let places = text.bytes().map(|letter| {
        let place = ALPHABET.iter().position(|other| *other == letter);
        place.expect("a letter of base 32") as u64
    });
    let letters: Vec<u64> = places.collect();
    letters
        .chunks_exact(8)
        .flat_map(|chunk| {
            let bits = chunk.iter().fold(0, |bits, place| bits << 5 | place);
            bits.to_be_bytes()[3..].to_vec()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10, repeated to the length of a seed.
    #[test]
    fn a_seed_is_sixty_four_letters_of_rfc_4648() {
        let mut bytes = [0; BYTES];
        for chunk in bytes.chunks_exact_mut(5) {
            chunk.copy_from_slice(b"fooba");
        }
        let seed = MfaSeed(Zeroizing::new(bytes));
        assert_eq!(*seed.base32(), "MZXW6YTB".repeat(8));
        assert_eq!(bytes_of_base32(&seed.base32()), bytes);
        assert_eq!(format!("{seed:?}"), "…");
    }

    #[test]
    fn a_drawn_seed_reads_back() {
        let seed = MfaSeed::draw(&Seed::new([3; 32]));
        assert_eq!(bytes_of_base32(&seed.base32()), seed.bytes());
    }
}
