//! Who ends handshakes, and how.

use crate::Error;
use crate::operation::Cx;
use crate::organizations::{self, HandshakeShape, HandshakeState, OrganizationChange, Refused};
use crate::state::{Handshake, Organization};

/// Refuses to end what has ended.
///
/// # Errors
/// One code where it ended so already, another where it ended otherwise or expired.
pub(super) fn check(cx: &Cx, handshake: &Handshake, state: HandshakeState) -> Result<(), Error> {
    if handshake.ended == Some(state) {
        return Err(Refused::HandshakeInState.error());
    }
    if !organizations::is_waiting(handshake, cx.now) {
        return Err(Refused::HandshakeEnded.error());
    }
    Ok(())
}

/// The handshake once it has ended so.
pub(super) fn shape(
    cx: &Cx,
    organization: &Organization,
    handshake: &Handshake,
    state: HandshakeState,
) -> HandshakeShape {
    let ended = Handshake {
        ended: Some(state),
        ended_at: Some(cx.now),
        ..handshake.clone()
    };
    HandshakeShape::of(cx.state, organization, &ended, cx.now)
}

/// The handshake that asks something of the caller's account.
///
/// # Errors
/// `HandshakeNotFoundException`; `AccessDeniedException` for the account that asks.
pub(super) fn asked<'a>(cx: &Cx<'a>, id: &str) -> Result<(&'a Organization, &'a Handshake), Error> {
    let (organization, handshake) = organizations::handshake(cx, id)?;
    if cx.account().id != handshake.target {
        return Err(organizations::not_allowed());
    }
    Ok((organization, handshake))
}

/// The change that ends a handshake so.
pub(crate) fn change(handshake: &Handshake, state: HandshakeState) -> OrganizationChange {
    OrganizationChange::HandshakeAnswered {
        id: handshake.id.to_string(),
        state,
    }
}
