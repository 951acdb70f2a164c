//! Lists of handshakes.

use crate::Error;
use crate::organizations::{HandshakeShape, Refused};
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

/// Refuses a filter of two kinds at once.
///
/// # Errors
/// `InvalidInputException`.
pub(super) fn check(filter: Option<&Filter>) -> Result<(), Error> {
    match filter {
        Some(filter) if filter.action_type.is_some() && filter.parent_handshake_id.is_some() => {
            Err(Refused::FilterLimit.error())
        }
        _ => Ok(()),
    }
}

/// Whether a filter lets a handshake through.
pub(super) fn wanted(filter: Option<&Filter>, handshake: &HandshakeShape) -> bool {
    filter.is_none_or(|filter| {
        let action = filter.action_type.as_ref();
        let parent = filter.parent_handshake_id.as_ref();
        action.is_none_or(|action| *action == handshake.action)
            && parent.is_none_or(|parent| handshake.parent.as_ref() == Some(parent))
    })
}
