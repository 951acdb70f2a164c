//! Base64 as messages hold it.

use base64::Engine;
use base64::engine::{GeneralPurposeConfig, Simd};
use std::sync::LazyLock;

static STANDARD: LazyLock<Simd> = LazyLock::new(|| Simd::standard(GeneralPurposeConfig::new()));

/// The bytes of base64 with padding, white space in it left out.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok().or_else(|| {
        let mut letters = text.as_bytes().to_vec();
        letters.retain(|byte| !byte.is_ascii_whitespace());
        STANDARD.decode(letters).ok()
    })
}
