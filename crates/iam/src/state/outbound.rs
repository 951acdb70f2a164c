//! Tokens for systems outside: whether the account issues them, under which name, and with which keys.

use crate::keyring::SealedSecret;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// How many generations of keys are kept: older tokens than these made have ended long ago.
const KEYS_MAX: usize = 3;
/// The longest life of a token (S-64): so long a public key is published after its private key has signed the last one.
const TOKEN_LIFE_MAX: SignedDuration = SignedDuration::from_hours(1);

/// The account as an issuer. The name stays when the feature is switched off and on.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Outbound {
    /// The account's part of the issuer's URL.
    pub issuer: SmolStr,
    pub enabled: bool,
    /// Oldest first; the newest signs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<TokenKey>,
    /// What is left of keys that the operator retired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retired: Vec<RetiredTokenKey>,
}

/// One generation of keys.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TokenKey {
    pub id: SmolStr,
    pub made: Timestamp,
    pub rsa: SealedSecret,
    pub n: String,
    pub e: String,
    pub ec: SealedSecret,
    pub x: String,
    pub y: String,
}

/// A generation of keys that signs no more: its private halves are gone.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct RetiredTokenKey {
    pub id: SmolStr,
    pub retired: Timestamp,
    pub n: String,
    pub e: String,
    pub x: String,
    pub y: String,
}

/// The public halves of one generation, as key sets write them.
pub(crate) struct PublicTokenKey<'a> {
    pub id: &'a str,
    pub n: &'a str,
    pub e: &'a str,
    pub x: &'a str,
    pub y: &'a str,
}

impl Outbound {
    /// The keys that verify tokens which are still good, newest first.
    pub(crate) fn published(&self, now: Timestamp) -> Vec<PublicTokenKey<'_>> {
        let needed = |until: Timestamp| now.duration_since(until) <= TOKEN_LIFE_MAX;
        let followers = self.keys.iter().skip(1).map(|next| Some(next.made));
        let ends = followers.chain([None]);
        let held = self.keys.iter().zip(ends);
        let held = held
            .filter(|(_, end)| end.is_none_or(needed))
            .map(|(key, _)| PublicTokenKey {
                id: &key.id,
                n: &key.n,
                e: &key.e,
                x: &key.x,
                y: &key.y,
            });
        let retired = self.retired.iter().filter(|key| needed(key.retired));
        let retired = retired.map(|key| PublicTokenKey {
            id: &key.id,
            n: &key.n,
            e: &key.e,
            x: &key.x,
            y: &key.y,
        });
        let oldest_first: Vec<_> = retired.chain(held).collect();
        oldest_first.into_iter().rev().collect()
    }

    pub(super) fn push(&mut self, key: TokenKey) {
        self.keys.push(key);
        let excess = self.keys.len().saturating_sub(KEYS_MAX);
        self.keys.drain(..excess);
    }

    /// No key signs any more. Public halves that no token needs by now go too.
    pub(super) fn retire_keys(&mut self, at: Timestamp) {
        let still = |key: &RetiredTokenKey| at.duration_since(key.retired) <= TOKEN_LIFE_MAX;
        self.retired.retain(still);
        let retired = self.keys.drain(..).map(|key| RetiredTokenKey {
            id: key.id,
            retired: at,
            n: key.n,
            e: key.e,
            x: key.x,
            y: key.y,
        });
        self.retired.extend(retired);
    }
}
