//! Lists of handshakes.

use crate::organizations::HandshakeShape;
use crate::page::Paged;
use serde::{Deserialize, Serialize};

/// AWS's `HandshakeFilter`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Filter {
    action_type: Option<String>,
    parent_handshake_id: Option<String>,
}

/// One page of handshakes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct HandshakesResult {
    handshakes: Vec<HandshakeShape>,
    next_token: Option<String>,
}

impl HandshakesResult {
    pub(super) fn of(paged: Paged<HandshakeShape>) -> HandshakesResult {
        HandshakesResult {
            handshakes: paged.items,
            next_token: paged.marker,
        }
    }
}

/// Whether a filter lets a handshake through; none here has a parent.
pub(super) fn wanted(filter: Option<&Filter>, handshake: &HandshakeShape) -> bool {
    filter.is_none_or(|filter| {
        let action = filter.action_type.as_ref();
        action.is_none_or(|action| *action == handshake.action)
            && filter.parent_handshake_id.is_none()
    })
}
