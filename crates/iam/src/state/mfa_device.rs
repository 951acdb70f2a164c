//! MFA devices and what is remembered of their codes.

use super::entity::Tag;
use super::{Account, User};
use crate::keyring::SealedSecret;
use crate::name::NameKey;
use crate::{AccountId, arn};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Used counters so far below the newest one can never be accepted again (S-32), and need no remembering.
const USED_COUNTERS_SPAN: u64 = 4;

/// An MFA device of an account.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct MfaDevice {
    #[serde(flatten)]
    pub label: MfaLabel,
    pub created: Timestamp,
    /// What its codes come from. Security keys show no codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<SealedSecret>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<MfaAssignment>,
    /// Whether the root gave it up, and nobody has taken it since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given_up_by_root: bool,
    /// The later of the two codes that last enabled or resynchronized it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<u64>,
    #[serde(default, skip_serializing_if = "MfaUse::is_empty")]
    pub used: MfaUse,
}

/// What kind of device it is, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum MfaLabel {
    /// A program that shows codes, made by `CreateVirtualMFADevice`.
    Virtual { path: SmolStr, name: SmolStr },
    /// A thing that shows codes, with the serial number on its back. The operator registers it.
    #[serde(rename_all = "camelCase")]
    HardwareToken { token_serial: SmolStr },
    /// A FIDO security key, which shows no codes: its serial number is an ARN. The operator registers it for its owner.
    #[serde(rename_all = "camelCase")]
    SecurityKey {
        key_serial: SmolStr,
        /// What the operator says that it is certified for.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        certifications: BTreeMap<String, String>,
    },
}

/// Whose device it is, since when, and how its clock goes.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct MfaAssignment {
    pub owner: MfaOwner,
    pub enabled: Timestamp,
    /// By how many steps of thirty seconds the device's clock is ahead.
    #[serde(default)]
    pub adjustment: i64,
}

/// Who proves himself with a device.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum MfaOwner {
    /// The account's root.
    Root,
    /// A user by unique id.
    User(SmolStr),
}

/// What was done with a device's codes: each is taken once (S-32), and nine are tried in three minutes (S-33).
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct MfaUse {
    /// Counters that were taken, the newest and those that could still be tried beside it.
    counters: BTreeSet<u64>,
    /// The last window of three minutes in which a code was tried.
    window: u64,
    /// How many were tried in that window.
    tries: u32,
}

impl MfaUse {
    fn is_empty(&self) -> bool {
        self.counters.is_empty() && self.tries == 0
    }

    /// Whether a counter was taken, or is so much older than one that was that it counts as taken.
    pub(crate) fn has(&self, counter: u64) -> bool {
        self.counters
            .last()
            .is_some_and(|newest| counter + USED_COUNTERS_SPAN < *newest)
            || self.counters.contains(&counter)
    }

    /// How many codes were tried in a window. One that lies before the last counts as the last: a clock set back gives
    /// no further tries.
    pub(crate) fn tries_in(&self, window: u64) -> u32 {
        if window <= self.window { self.tries } else { 0 }
    }

    pub(super) fn tried(&mut self, window: u64) {
        self.tries = self.tries_in(window).saturating_add(1);
        self.window = self.window.max(window);
    }

    pub(super) fn take(&mut self, counter: u64) {
        self.counters.insert(counter);
        let newest = self.counters.last().copied().unwrap_or(counter);
        let oldest = newest.saturating_sub(USED_COUNTERS_SPAN);
        self.counters = self.counters.split_off(&oldest);
    }
}

impl MfaDevice {
    /// What it is called in calls: the ARN of a virtual device and of a security key.
    pub(crate) fn serial(&self, account: AccountId) -> String {
        match &self.label {
            MfaLabel::Virtual { path, name } => arn::mfa_device(account, path, name),
            MfaLabel::HardwareToken { token_serial } => token_serial.to_string(),
            MfaLabel::SecurityKey { key_serial, .. } => key_serial.to_string(),
        }
    }

    /// What a device is found under: a virtual one's begins with a slash, a security key's with `arn:`, a token's with neither.
    pub(super) fn key(&self) -> NameKey {
        match &self.label {
            MfaLabel::Virtual { path, name } => key(path, name),
            MfaLabel::HardwareToken { token_serial } => NameKey::of(token_serial),
            MfaLabel::SecurityKey { key_serial, .. } => NameKey::of(key_serial),
        }
    }

    /// Whether users make and delete it themselves.
    pub(crate) fn is_virtual(&self) -> bool {
        matches!(self.label, MfaLabel::Virtual { .. })
    }

    /// Whether it is a hardware token that is nobody's.
    pub(crate) fn is_spare_token(&self) -> bool {
        matches!(self.label, MfaLabel::HardwareToken { .. }) && self.assignment.is_none()
    }

    /// Whether it is a FIDO security key, which is there for as long as it is somebody's.
    pub(crate) fn is_security_key(&self) -> bool {
        matches!(self.label, MfaLabel::SecurityKey { .. })
    }

    /// Where it stands in lists.
    pub(crate) fn place(&self) -> String {
        self.key().as_str().to_owned()
    }

    /// Whether it is the root's, or was until it was deactivated.
    pub(crate) fn is_roots(&self) -> bool {
        self.given_up_by_root || self.is_of(&MfaOwner::Root)
    }

    /// Takes it from its owner.
    pub(super) fn deactivate(&mut self) {
        self.given_up_by_root = self.is_roots();
        self.assignment = None;
    }

    pub(crate) fn is_of(&self, owner: &MfaOwner) -> bool {
        self.assignment
            .as_ref()
            .is_some_and(|assignment| assignment.owner == *owner)
    }
}

/// What the device with this serial number is found under.
pub(super) fn key_of_serial(serial: &str) -> NameKey {
    match arn::parse_iam(serial) {
        Some(arn) if arn.kind == "mfa" => key(arn.path, arn.name),
        Some(_) | None => NameKey::of(serial),
    }
}

/// Path and name together are unique, regardless of case.
pub(super) fn key(path: &str, name: &str) -> NameKey {
    NameKey::of(&format!("{path}{name}"))
}

impl MfaOwner {
    /// The user, or the root where there is none.
    pub(crate) fn of(user: Option<&User>) -> MfaOwner {
        user.map_or(MfaOwner::Root, |user| MfaOwner::User(user.id.clone()))
    }

    /// The user who owns it; `None` for the root.
    pub(crate) fn user<'a>(&self, account: &'a Account) -> Option<&'a User> {
        match self {
            MfaOwner::Root => None,
            MfaOwner::User(id) => account.user_by_id(id).map(AsRef::as_ref),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_clock_that_is_set_back_gives_no_further_tries() {
        let mut used = MfaUse::default();
        (0..9).for_each(|_| used.tried(100));
        assert_eq!(used.tries_in(100), 9);
        assert_eq!(used.tries_in(99), 9);
        used.tried(99);
        assert_eq!(used.tries_in(100), 10);
        assert_eq!(used.tries_in(101), 0);
    }

    proptest! {
        /// As `mfa::proof` takes them, with the clock going wherever it likes.
        #[test]
        fn no_counter_is_taken_twice(counters in proptest::collection::vec(10_u64..40, 0..60)) {
            let (mut used, mut taken) = (MfaUse::default(), BTreeSet::new());
            for counter in counters {
                if !used.has(counter) {
                    prop_assert!(taken.insert(counter));
                    used.take(counter);
                }
                prop_assert!(used.counters.len() <= 5);
            }
        }

        /// While the clock goes forward, every counter within two steps of it is good until it is taken.
        #[test]
        fn an_unused_counter_near_a_clock_that_goes_forward_is_good(
            moves in proptest::collection::vec((0_u64..3, 0_u64..5), 0..60)
        ) {
            let (mut used, mut taken, mut now) = (MfaUse::default(), BTreeSet::new(), 100);
            for (steps, place) in moves {
                now += steps;
                let counter = now - 2 + place;
                prop_assert_eq!(used.has(counter), taken.contains(&counter));
                if taken.insert(counter) {
                    used.take(counter);
                }
            }
        }
    }
}
