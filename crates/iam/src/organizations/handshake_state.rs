//! How a handshake ends.

use serde::{Deserialize, Serialize};

/// The end of a handshake, under AWS's name. That it expired follows from the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HandshakeState {
    /// By whoever was asked.
    Accepted,
    /// By whoever asked.
    Canceled,
    /// By whoever was asked.
    Declined,
}

impl HandshakeState {
    /// AWS's name.
    pub(crate) fn text(self) -> &'static str {
        match self {
            HandshakeState::Accepted => "ACCEPTED",
            HandshakeState::Canceled => "CANCELED",
            HandshakeState::Declined => "DECLINED",
        }
    }
}
