//! Why a response was refused.

/// Why a response was refused. Tells nothing of keys, and of an encrypted assertion nothing of what failed inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a response of the shape that is taken; says which rule it breaks.
    #[error("the response is not acceptable: {0}")]
    Malformed(&'static str),
    /// The response says that the provider let nobody in.
    #[error("the response does not report success")]
    Failed,
    /// The assertion has no signature of its own.
    #[error("the assertion is not signed")]
    Unsigned,
    /// A signature does not fit its rules, the metadata's keys, or what it signs.
    #[error("a signature is not valid: {0}")]
    Signature(&'static str),
    /// The issuer is not the provider.
    #[error("the issuer is not the provider")]
    Issuer,
    /// The assertion could not be opened, or what was inside is not acceptable.
    #[error("the encrypted assertion cannot be taken")]
    Encrypted,
    /// Only encrypted assertions are taken, and this one is not.
    #[error("the assertion is not encrypted")]
    NotEncrypted,
    /// The assertion is not valid any more.
    #[error("the assertion has expired")]
    Expired,
}
