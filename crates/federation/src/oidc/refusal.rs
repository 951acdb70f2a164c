/// Why a token is not believed. None of these repeats what the token says, but for its times.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no token in three parts, or one of them cannot be read, or could be read in two ways.
    #[error("the token is not a JSON Web Token")]
    Malformed,
    /// A claim that every token has is missing: its name.
    #[error("the token has no claim `{0}`")]
    Missing(&'static str),
    /// A claim has a value that it cannot have: its name.
    #[error("the claim `{0}` is not readable")]
    Unreadable(&'static str),
    /// It is signed in a way that is not accepted, or not signed at all.
    #[error("the token is not signed by an algorithm that is accepted")]
    Algorithm,
    /// The issuer's keys hold none that the token can be signed by.
    #[error("the issuer has no such key")]
    UnknownKey,
    /// The signature is not that of the issuer's key.
    #[error("the signature does not hold")]
    Signature,
    /// It names another issuer than the one whose keys these are.
    #[error("the token is another issuer's")]
    Issuer,
    /// It is for someone else.
    #[error("the token is for another audience")]
    Audience,
    /// It ended: the moments now and then, in seconds since 1970.
    #[error("the token expired at {expires}, now is {now}")]
    Expired {
        /// Now.
        now: i64,
        /// When it ended.
        expires: i64,
    },
    /// It begins later, or was issued later, than now.
    #[error("the token is not valid yet")]
    NotYet,
}
