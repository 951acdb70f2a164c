//! Names that are unique regardless of case (spec I-6).

use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, StrExt};

/// What a name is found under: its lower-case form. Ordering by it gives AWS's order of lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NameKey(SmolStr);

impl NameKey {
    /// The key of a name in any case.
    #[must_use]
    pub fn of(name: &str) -> NameKey {
        NameKey(name.to_ascii_lowercase_smolstr())
    }

    /// The lower-case text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
