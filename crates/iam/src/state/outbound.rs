//! Tokens for systems outside: whether the account issues them, under which name, and with which keys.

use crate::keyring::SealedSecret;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// How many generations of keys are kept: older tokens than these made have ended long ago.
const KEYS_MAX: usize = 3;

/// The account as an issuer. The name stays when the feature is switched off and on.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Outbound {
    /// The account's part of the issuer's URL.
    pub issuer: SmolStr,
    pub enabled: bool,
    /// Oldest first; the newest signs, all are published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<TokenKey>,
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

impl Outbound {
    pub(super) fn push(&mut self, key: TokenKey) {
        self.keys.push(key);
        let excess = self.keys.len().saturating_sub(KEYS_MAX);
        self.keys.drain(..excess);
    }
}
