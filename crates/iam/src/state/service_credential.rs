//! Credentials of users that one service alone takes.

use super::entity::KeyStatus;
use crate::keyring::SealedSecret;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A user's credential for one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServiceCredential {
    pub id: SmolStr,
    pub service: SmolStr,
    /// What the service calls its holder: `NAME-at-ACCOUNT`.
    pub alias: SmolStr,
    pub secret: SealedSecret,
    pub status: KeyStatus,
    pub created: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}

impl ServiceCredential {
    /// `Active`, `Inactive` or `Expired`.
    pub(crate) fn status_at(&self, now: Timestamp) -> &'static str {
        match self.expires {
            Some(expires) if now >= expires => "Expired",
            _ => self.status.text(),
        }
    }
}
