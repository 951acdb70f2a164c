//! Base64 as messages hold it.

use base64::Engine;
use base64::engine::GeneralPurposeConfig;
use std::sync::LazyLock;

/// Responses are long: where the processor can read many letters at a time, it does.
#[cfg(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
))]
static STANDARD: LazyLock<base64::engine::Simd> =
    LazyLock::new(|| base64::engine::Simd::standard(GeneralPurposeConfig::new()));
#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
)))]
static STANDARD: LazyLock<base64::engine::GeneralPurpose> = LazyLock::new(|| {
    base64::engine::GeneralPurpose::new(&base64::alphabet::STANDARD, GeneralPurposeConfig::new())
});

/// The bytes of base64 with padding, white space in it left out.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok().or_else(|| {
        let mut letters = text.as_bytes().to_vec();
        letters.retain(|byte| !byte.is_ascii_whitespace());
        STANDARD.decode(letters).ok()
    })
}
