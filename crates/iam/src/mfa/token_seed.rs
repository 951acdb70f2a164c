//! The seed of a hardware token, as its vendor delivers it.

use zeroize::Zeroizing;

/// RFC 4226 wants 128 bits or more.
const BYTES_MIN: usize = 16;
/// Tokens have twenty bytes; more than a block of SHA-1 would be hashed down to twenty again.
const BYTES_MAX: usize = 64;

/// What a hardware token and the server share.
pub(crate) struct TokenSeed(Zeroizing<Vec<u8>>);

impl std::fmt::Debug for TokenSeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl TokenSeed {
    /// Reads hexadecimal digits or base 32 in any case; white space, hyphens between groups and padding at the end are left out. What has
    /// nothing but hexadecimal digits is hexadecimal.
    ///
    /// `None` for everything else, and for seeds that are shorter or longer than a token's. Says nothing of what it read.
    pub(crate) fn parse(text: &str) -> Option<TokenSeed> {
        let grouped = text.trim().trim_end_matches('=');
        let mut digits = Zeroizing::new(Vec::with_capacity(grouped.len()));
        let written = grouped.bytes();
        digits.extend(written.filter(|byte| !byte.is_ascii_whitespace() && *byte != b'-'));
        let bytes = if digits.iter().all(u8::is_ascii_hexdigit) {
            unpacked(&digits, 4, |digit| {
                char::from(digit).to_digit(16).map(u64::from)
            })?
        } else {
            unpacked(&digits, 5, base32_value)?
        };
        (BYTES_MIN..=BYTES_MAX)
            .contains(&bytes.len())
            .then_some(TokenSeed(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The bytes of digits of so many bits each; `None` for what is no digit, and for bits left over that are no padding.
fn unpacked(
    digits: &[u8],
    bits: u32,
    value: impl Fn(u8) -> Option<u64>,
) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len()));
    let (mut held, mut held_bits) = (0_u64, 0_u32);
    for digit in digits {
        held = held << bits | value(*digit)?;
        held_bits += bits;
        if held_bits >= 8 {
            held_bits -= 8;
            bytes.push(u8::try_from(held >> held_bits).ok()?);
            held &= (1 << held_bits) - 1;
        }
    }
    (held == 0 && held_bits < bits).then_some(bytes)
}

/// RFC 4648, section 6.
fn base32_value(letter: u8) -> Option<u64> {
    match letter.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => Some(u64::from(letter - b'A')),
        digit @ b'2'..=b'7' => Some(u64::from(digit - b'2') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &[u8] = b"12345678901234567890";

    #[test]
    fn hexadecimal_and_base_32_come_to_the_same_seed() {
        for text in [
            "3132333435363738393031323334353637383930",
            " 3132 3334 3536 3738 3930 3132 3334 3536 3738 3930\n",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "gezd-gnbv-gy3t-qojq-gezd-gnbv-gy3t-qojq\r\n",
        ] {
            assert_eq!(TokenSeed::parse(text).unwrap().bytes(), SEED, "{text}");
        }
        // Sixteen bytes: twenty-six letters, two bits and six signs of padding.
        let padded = TokenSeed::parse("GEZDGNBVGY3TQOJQGEZDGNBVGY======").unwrap();
        assert_eq!(padded.bytes(), &SEED[..16]);
        assert_eq!(format!("{padded:?}"), "…");
    }

    #[test]
    fn what_is_no_seed_is_refused() {
        for text in [
            "",
            "GEZDGNBVGY3TQOJQ",                        // Ten bytes.
            "313233343536373839303132333435363738393", // Half a byte left over.
            "GEZDGNBVGY3TQOJQGEZDGNBVGZ",              // The bits left over are not zero.
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1",        // 1 is no letter of base 32.
            "3132333435363738393031323334353637383930x",
            &"31".repeat(65),
        ] {
            assert!(TokenSeed::parse(text).is_none(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_seed_reads_back(bytes in proptest::collection::vec(0_u8.., BYTES_MIN..=BYTES_MAX)) {
            let hexadecimal: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let parsed = TokenSeed::parse(&hexadecimal).unwrap();
            proptest::prop_assert_eq!(parsed.bytes(), &bytes[..]);
        }

        #[test]
        fn no_text_is_a_fault(text in ".{0,80}") {
            let parsed = TokenSeed::parse(&text);
            proptest::prop_assert!(parsed.is_none_or(|seed| seed.bytes().len() >= BYTES_MIN));
        }
    }
}
