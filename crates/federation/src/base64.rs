//! Base64 many letters at a time, where the processor can: responses and tokens are long.

use std::sync::LazyLock;

pub use codec::Codec;

/// The standard alphabet with padding. Takes and gives what `base64::engine::general_purpose::STANDARD` does.
///
/// ```
/// use base64::Engine;
/// assert_eq!(federation::base64::STANDARD.encode("ann"), "YW5u");
/// ```
pub static STANDARD: LazyLock<Codec> = LazyLock::new(codec::standard);

/// The alphabet of addresses and tokens without padding. Takes and gives what
/// `base64::engine::general_purpose::URL_SAFE_NO_PAD` does.
///
/// ```
/// use base64::Engine;
/// assert_eq!(federation::base64::URL_SAFE_NO_PAD.encode([0xfb, 0xff]), "-_8");
/// ```
pub static URL_SAFE_NO_PAD: LazyLock<Codec> = LazyLock::new(codec::url_safe_no_pad);

#[cfg(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
))]
mod codec {
    use base64::engine::general_purpose::{NO_PAD, PAD};

    /// What encodes and decodes: by vectors, which are chosen at run time from what the processor has.
    pub type Codec = base64::engine::Simd;

    pub(super) fn standard() -> Codec {
        Codec::standard(PAD)
    }

    pub(super) fn url_safe_no_pad() -> Codec {
        Codec::url_safe(NO_PAD)
    }
}

#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
)))]
mod codec {
    use base64::alphabet;
    use base64::engine::general_purpose::{NO_PAD, PAD};

    /// What encodes and decodes: letter by letter, for the processor has no vectors.
    pub type Codec = base64::engine::GeneralPurpose;

    pub(super) fn standard() -> Codec {
        Codec::new(&alphabet::STANDARD, PAD)
    }

    pub(super) fn url_safe_no_pad() -> Codec {
        Codec::new(&alphabet::URL_SAFE, NO_PAD)
    }
}
