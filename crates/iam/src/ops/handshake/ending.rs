//! How handshakes end.

use crate::Error;
use crate::organizations::{HandshakeShape, HandshakeState, Refused};
use crate::state::{Handshake, Organization};
use jiff::Timestamp;

/// Refuses to end what has ended.
///
/// # Errors
/// One code where it ended so already, another where it ended otherwise or expired.
pub(super) fn check(
    organization: &Organization,
    handshake: &Handshake,
    state: HandshakeState,
    now: Timestamp,
) -> Result<(), Error> {
    if handshake.ended == Some(state) {
        return Err(Refused::HandshakeInState.error());
    }
    if !HandshakeShape::of(organization, handshake, now).is_open() {
        return Err(Refused::HandshakeEnded.error());
    }
    Ok(())
}

/// The handshake once it has ended so.
pub(super) fn shape(
    organization: &Organization,
    handshake: &Handshake,
    state: HandshakeState,
    now: Timestamp,
) -> HandshakeShape {
    let ended = Handshake {
        ended: Some(state),
        ..handshake.clone()
    };
    HandshakeShape::of(organization, &ended, now)
}
