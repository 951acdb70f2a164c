use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED,
    EcdsaVerificationAlgorithm, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RsaParameters,
};

/// A signature algorithm that tokens may use. There is no `none` and nothing symmetric here, so neither can be
/// chosen by a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA PKCS #1 with SHA-256.
    Rs256,
    /// RSA PKCS #1 with SHA-384.
    Rs384,
    /// RSA PKCS #1 with SHA-512.
    Rs512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
}

/// What an algorithm asks of a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Family {
    Rsa(&'static RsaParameters),
    Ec(&'static EcdsaVerificationAlgorithm, Curve),
}

/// A curve of a key; an algorithm has one curve only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
    P521,
}

impl Algorithm {
    /// All of them, in the order of their names.
    pub const ALL: [Algorithm; 6] = [
        Algorithm::Es256,
        Algorithm::Es384,
        Algorithm::Es512,
        Algorithm::Rs256,
        Algorithm::Rs384,
        Algorithm::Rs512,
    ];

    /// The name in a token's header, such as `RS256`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Rs256 => "RS256",
            Algorithm::Rs384 => "RS384",
            Algorithm::Rs512 => "RS512",
            Algorithm::Es256 => "ES256",
            Algorithm::Es384 => "ES384",
            Algorithm::Es512 => "ES512",
        }
    }

    /// The algorithm of this name, written exactly so.
    #[must_use]
    pub fn named(name: &str) -> Option<Algorithm> {
        Algorithm::ALL.into_iter().find(|it| it.name() == name)
    }

    pub(super) fn family(self) -> Family {
        match self {
            Algorithm::Rs256 => Family::Rsa(&RSA_PKCS1_2048_8192_SHA256),
            Algorithm::Rs384 => Family::Rsa(&RSA_PKCS1_2048_8192_SHA384),
            Algorithm::Rs512 => Family::Rsa(&RSA_PKCS1_2048_8192_SHA512),
            Algorithm::Es256 => Family::Ec(&ECDSA_P256_SHA256_FIXED, Curve::P256),
            Algorithm::Es384 => Family::Ec(&ECDSA_P384_SHA384_FIXED, Curve::P384),
            Algorithm::Es512 => Family::Ec(&ECDSA_P521_SHA512_FIXED, Curve::P521),
        }
    }
}

impl Curve {
    const ALL: [Curve; 3] = [Curve::P256, Curve::P384, Curve::P521];

    pub(super) fn named(name: &str) -> Option<Curve> {
        Curve::ALL.into_iter().find(|it| it.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Curve::P256 => "P-256",
            Curve::P384 => "P-384",
            Curve::P521 => "P-521",
        }
    }

    /// The bytes of one coordinate.
    pub(super) fn width(self) -> usize {
        match self {
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_six_names_are_algorithms() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::named(algorithm.name()), Some(algorithm));
        }
        for name in [
            "none", "None", "nOnE", "", "HS256", "HS384", "HS512", "PS256", "EdDSA", "rs256",
            "RS256 ", "ES256K", "RS1",
        ] {
            assert_eq!(Algorithm::named(name), None, "{name}");
        }
    }
}
