//! What a decision needs that is slow, or comes from outside: it is named, done elsewhere, and the decision made again.
//!
//! `answer` stays pure. A decision asks `cx.work(…)`: where the inputs hold that work's result it goes on, else it ends
//! with an answer that names the work. Whoever asked does it (the server, off its loop) and asks again with the result.

use crate::Error;
use crate::operation::{Cx, Unproven};
use crate::token_keys::{self, TokenAlgorithm, TokenKeys, TokenSecret};
use argon2::password_hash::phc;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use federation::oidc::KeySet;
use sigv4::Secret;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// A password as its owner typed it. Overwritten when dropped; `Debug` prints `…`; compared in constant time.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(transparent)]
pub struct Password(Secret);

impl Password {
    /// The password of this text.
    #[must_use]
    pub fn new(text: String) -> Password {
        Password(Secret::new(text))
    }

    /// The text itself: for rules on passwords.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl PartialEq for Password {
    fn eq(&self, other: &Password) -> bool {
        let (mine, other) = (self.expose().as_bytes(), other.expose().as_bytes());
        mine.ct_eq(other).into()
    }
}

impl Eq for Password {}

/// A salted argon2id hash in PHC form: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`. `Debug` prints `…`.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl PasswordHash {
    fn of(
        password: &Password,
        salt: [u8; 16],
    ) -> Result<PasswordHash, argon2::password_hash::Error> {
        let hash: phc::PasswordHash =
            Argon2::default().hash_password_with_salt(password.expose().as_bytes(), &salt)?;
        Ok(PasswordHash(hash.to_string()))
    }

    fn matches(&self, password: &Password) -> bool {
        let parsed = phc::PasswordHash::new(&self.0);
        parsed.is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.expose().as_bytes(), &hash)
                .is_ok()
        })
    }
}

/// Whose keys are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRequest {
    /// The issuer's URL, as the account knows it.
    pub issuer: String,
    /// SHA-1 digests, in hexadecimal, of certificate authorities that may vouch for the issuer's server besides those that
    /// everybody trusts.
    pub thumbprints: Vec<String>,
    /// Whether keys that were kept from earlier have turned out to lack the one that is looked for.
    pub newer: bool,
}

/// Why an issuer's keys are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKeys {
    /// Nobody answered, or not in time: asking again may help.
    Unreachable,
    /// What was answered is no key set of this issuer.
    Unusable,
    /// The server's certificate is neither trusted nor vouched for by one of the thumbprints.
    Untrusted,
}

/// Keys of issuers that somebody has at hand: with them no answer waits for a fetch.
pub trait KeptKeys: Sync {
    /// The keys of this issuer for whoever vouches for its server by these thumbprints, if they are at hand and not old.
    fn at_hand(&self, issuer: &str, thumbprints: &[String]) -> Option<Arc<KeySet>>;
}

/// Nothing is at hand.
impl KeptKeys for () {
    fn at_hand(&self, _: &str, _: &[String]) -> Option<Arc<KeySet>> {
        None
    }
}

/// What a decision needs done before it can be made. Equal decisions on equal inputs name equal work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// A new password's hash, salted with these bytes of the request's seed.
    HashPassword {
        /// The password, whose rules have been checked.
        password: Password,
        /// The salt.
        salt: [u8; 16],
    },
    /// Whether a password is the one of each of these hashes.
    MatchPassword {
        /// The password that was presented.
        password: Password,
        /// The hashes: the current one, or all that may not be used again.
        hashes: Vec<PasswordHash>,
    },
    /// The keys by which an OpenID Connect issuer signs.
    FetchKeys(KeyRequest),
    /// New keys to sign tokens with.
    MakeTokenKeys {
        /// Bytes of the request's seed: every request makes its own.
        request: [u8; 16],
    },
    /// A token's signature.
    SignToken {
        /// How.
        algorithm: TokenAlgorithm,
        /// With what.
        key: TokenSecret,
        /// Header and claims, as they are signed.
        message: String,
    },
}

/// What came of a piece of work, variant for variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// The new password's hash.
    PasswordHash(PasswordHash),
    /// For each hash, in their order, whether the password is its password.
    PasswordMatches(Vec<bool>),
    /// The issuer's keys, or why there are none.
    Keys(Result<Arc<KeySet>, NoKeys>),
    /// The new keys.
    TokenKeys(Box<TokenKeys>),
    /// The token's signature.
    TokenSignature(Vec<u8>),
}

impl Work {
    /// How often one request may be answered again with more work done: a bound against bugs, far above any decision's need.
    pub const ROUNDS_MAX: usize = 16;

    /// Does the work, where it needs nothing but time: tens of milliseconds for a password, so never on a thread that
    /// serves connections. `None` where it needs something from outside, which the server has.
    ///
    /// ```
    /// use iam::{Done, Password, Work};
    /// let password = Password::new("correct horse".to_owned());
    /// let hashed = Work::HashPassword { password: password.clone(), salt: [7; 16] }.compute();
    /// let Some(Done::PasswordHash(hash)) = hashed else { panic!() };
    /// let matched = Work::MatchPassword { password, hashes: vec![hash] }.compute();
    /// assert_eq!(matched, Some(Done::PasswordMatches(vec![true])));
    /// ```
    #[must_use]
    pub fn compute(&self) -> Option<Done> {
        match self {
            Work::HashPassword { password, salt } => {
                let hash = PasswordHash::of(password, *salt);
                hash.ok().map(Done::PasswordHash)
            }
            Work::MatchPassword { password, hashes } => Some(Done::PasswordMatches(
                hashes.iter().map(|hash| hash.matches(password)).collect(),
            )),
            Work::FetchKeys(_) => None,
            Work::MakeTokenKeys { .. } => {
                TokenKeys::make().map(|keys| Done::TokenKeys(Box::new(keys)))
            }
            Work::SignToken {
                algorithm,
                key,
                message,
            } => token_keys::sign(*algorithm, key, message).map(Done::TokenSignature),
        }
    }
}

impl<'a> Cx<'a> {
    /// The result of this work; if it has not been done yet, the refusal that has it done.
    pub(crate) fn work(&self, work: Work) -> Result<&'a Done, Error> {
        find(self.done, work)
    }
}

impl<'i> Unproven<'_, 'i> {
    /// As `Cx::work`.
    pub(crate) fn work(&self, work: Work) -> Result<&'i Done, Error> {
        find(self.done, work)
    }
}

fn find(done: &[(Work, Done)], work: Work) -> Result<&Done, Error> {
    match done.iter().find(|(what, _)| *what == work) {
        Some((_, done)) => Ok(done),
        None => Err(Error::needs(work)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_hash_alone() {
        let right = Password::new("Tr0ub4dor&3".to_owned());
        let wrong = Password::new("Tr0ub4dor&4".to_owned());
        let hash = |salt| PasswordHash::of(&right, salt).unwrap();
        let hashes = vec![hash([1; 16]), hash([2; 16])];
        assert_ne!(hashes[0], hashes[1]);
        assert!(hashes[0].0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let matches = |password: &Password| {
            Work::MatchPassword {
                password: password.clone(),
                hashes: hashes.clone(),
            }
            .compute()
        };
        assert_eq!(
            matches(&right),
            Some(Done::PasswordMatches(vec![true, true]))
        );
        assert_eq!(
            matches(&wrong),
            Some(Done::PasswordMatches(vec![false, false]))
        );
    }

    #[test]
    fn nothing_prints_a_password_or_its_hash() {
        let work = Work::HashPassword {
            password: Password::new("hunter2".to_owned()),
            salt: [0; 16],
        };
        assert!(!format!("{work:?}").contains("hunter2"));
        assert!(!format!("{:?}", work.compute()).contains("argon2"));
    }

    #[test]
    fn what_is_not_a_hash_matches_nothing() {
        assert!(!PasswordHash("plain".to_owned()).matches(&Password::new("plain".to_owned())));
    }
}
