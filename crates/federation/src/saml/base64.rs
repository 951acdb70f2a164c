//! Base64 as messages hold it.

use crate::base64::STANDARD;
use base64::Engine;

/// The bytes of base64 with padding, white space in it left out.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok().or_else(|| {
        let mut letters = text.as_bytes().to_vec();
        letters.retain(|byte| !byte.is_ascii_whitespace());
        STANDARD.decode(letters).ok()
    })
}
