//! Passwords of users and what an account demands of them.

use crate::work::PasswordHash;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The most hashes that are kept, the current one included: as many as a policy can forbid to use again.
const HASHES_MAX: usize = 24;

/// A user's password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LoginProfile {
    pub created: Timestamp,
    /// When the password was set last.
    pub changed: Timestamp,
    /// Whether it is good for nothing but to be changed.
    pub reset_required: bool,
    /// The hash of the password, and before it those of earlier ones: newest first.
    pub hashes: Vec<PasswordHash>,
}

impl LoginProfile {
    pub(super) fn new(at: Timestamp, hash: PasswordHash, reset_required: bool) -> LoginProfile {
        LoginProfile {
            created: at,
            changed: at,
            reset_required,
            hashes: vec![hash],
        }
    }

    /// Puts another password in the place of the one that there is.
    pub(super) fn change(&mut self, at: Timestamp, hash: PasswordHash) {
        self.changed = at;
        self.hashes.insert(0, hash);
        self.hashes.truncate(HASHES_MAX);
    }
}

/// What an account demands of its users' passwords.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordPolicy {
    /// Characters of the shortest password.
    pub length_min: u32,
    /// At least one symbol.
    pub symbols: bool,
    /// At least one digit.
    pub numbers: bool,
    /// At least one letter from A to Z.
    pub uppercase: bool,
    /// At least one letter from a to z.
    pub lowercase: bool,
    /// Whether users may change their own passwords without a policy that says so.
    pub users_may_change: bool,
    /// Days after which a password expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_days_max: Option<u32>,
    /// How many of the latest passwords may not be used again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reuse_prevention: Option<u32>,
    /// Whether an expired password can be renewed by an administrator alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hard_expiry: Option<bool>,
}
