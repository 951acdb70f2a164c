//! The twelve digits that name an account.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An AWS account id: twelve decimal digits.
///
/// ```
/// use iam::AccountId;
/// let account: AccountId = "000000000042".parse().unwrap();
/// assert_eq!(account.to_string(), "000000000042");
/// assert!("42".parse::<AccountId>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl AccountId {
    /// One more than the largest account number.
    pub(crate) const END: u64 = 1_000_000_000_000;

    /// The account with this number, if the number has at most twelve digits.
    #[must_use]
    pub fn from_number(number: u64) -> Option<AccountId> {
        (number < Self::END).then_some(AccountId(number))
    }

    /// The number that the twelve digits spell.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }
}

impl std::str::FromStr for AccountId {
    type Err = String;

    fn from_str(text: &str) -> Result<AccountId, String> {
        if text.len() != 12 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("`{text}` is not an account id of twelve digits"));
        }
        text.parse()
            .map(AccountId)
            .map_err(|error| format!("`{text}`: {error}"))
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for AccountId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<AccountId, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
