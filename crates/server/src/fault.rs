//! What is wrong on our side.

use std::fmt;

/// A fault of the machine or of what lies on its disk, in words for the operator. Never told to callers.
#[derive(Debug)]
pub struct Fault {
    text: String,
    damage: bool,
}

impl Fault {
    /// A fault with this text: a fragment without a final stop.
    pub fn new(text: impl Into<String>) -> Fault {
        Fault {
            text: text.into(),
            damage: false,
        }
    }

    /// A fault that shows that what is stored is not what was written.
    pub fn damage(text: impl Into<String>) -> Fault {
        Fault {
            text: text.into(),
            damage: true,
        }
    }

    /// Whether what is stored is not what was written: the answer *no* of a verification, rather than its failure.
    pub fn is_damage(&self) -> bool {
        self.damage
    }
}

impl From<journal::Fault> for Fault {
    fn from(fault: journal::Fault) -> Fault {
        let damage = matches!(
            fault,
            journal::Fault::Damaged { .. }
                | journal::Fault::Checkpoint { .. }
                | journal::Fault::Refused { .. }
        );
        Fault {
            text: fault.to_string(),
            damage,
        }
    }
}

impl From<journal::AppendError> for Fault {
    fn from(error: journal::AppendError) -> Fault {
        match error {
            journal::AppendError::Fault(fault) => fault.into(),
            conflict => Fault::new(conflict.to_string()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Fault {}

impl From<crate::settings::SettingsError> for Fault {
    fn from(error: crate::settings::SettingsError) -> Fault {
        Fault::new(error.to_string())
    }
}
