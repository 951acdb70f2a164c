//! Operations on handshakes.

mod accept_handshake;
mod cancel_handshake;
mod decline_handshake;
mod describe_handshake;
mod ending;
mod invite_account_to_organization;
mod list_handshakes_for_account;
mod list_handshakes_for_organization;
mod listing;
mod table;

pub(crate) use ending::change as ended;
pub(crate) use invite_account_to_organization::{
    HandshakeResult, accounts_taken, invitations, opened,
};
pub(crate) use table::TABLE;
