//! RFC 6238 with SHA-1, six digits and steps of thirty seconds, as virtual MFA devices have it (S-32).

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;
use subtle::ConstantTimeEq;

const STEP_SECONDS: i64 = 30;

/// The step that a moment lies in: the counter that a device with a true clock shows a code for.
pub(crate) fn step(moment: Timestamp) -> i64 {
    moment.as_second().div_euclid(STEP_SECONDS)
}

/// The code that a device shows for a counter: six digits as a number.
pub(crate) fn code(seed: &[u8], counter: u64) -> u32 {
    truncated(seed, counter) % 1_000_000
}

/// Whether a device shows `wanted` for a counter.
pub(super) fn shows(seed: &[u8], counter: u64, wanted: u32) -> bool {
    code(seed, counter).ct_eq(&wanted).into()
}

/// A code as a caller passes it; `None` unless it is six digits.
pub(super) fn parse(text: &str) -> Option<u32> {
    let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// RFC 4226, section 5.3.
fn truncated(seed: &[u8], counter: u64) -> u32 {
    let mut mac = Hmac::<Sha1>::new_from_slice(seed).expect("HMAC takes keys of any length");
    mac.update(&counter.to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    let offset = usize::from(digest[19] & 15);
    let bytes = [
        digest[offset],
        digest[offset + 1],
        digest[offset + 2],
        digest[offset + 3],
    ];
    u32::from_be_bytes(bytes) & 0x7fff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B: eight digits, SHA-1, steps of thirty seconds (S-32).
    #[test]
    fn codes_are_those_of_rfc_6238() {
        let rows = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ];
        for (second, wanted) in rows {
            let counter = step(Timestamp::from_second(second).unwrap());
            let shown = truncated(SEED, u64::try_from(counter).unwrap());
            assert_eq!(shown % 100_000_000, wanted, "{second}");
        }
    }

    /// RFC 4226, appendix D.
    #[test]
    fn codes_are_those_of_rfc_4226() {
        let rows = [
            755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871,
            520_489,
        ];
        for (counter, wanted) in (0..).zip(rows) {
            assert_eq!(code(SEED, counter), wanted);
            assert!(shows(SEED, counter, wanted));
            assert!(!shows(SEED, counter, wanted + 1));
        }
    }

    #[test]
    fn only_six_digits_are_a_code() {
        assert_eq!(parse("000042"), Some(42));
        for text in ["42", "0000042", "+00042", " 00042", "00004x", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
