//! Operations on handshakes.

use super::accept_handshake::AcceptHandshake;
use super::cancel_handshake::CancelHandshake;
use super::decline_handshake::DeclineHandshake;
use super::describe_handshake::DescribeHandshake;
use super::invite_account_to_organization::InviteAccountToOrganization;
use super::list_handshakes_for_account::ListHandshakesForAccount;
use super::list_handshakes_for_organization::ListHandshakesForOrganization;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AcceptHandshake>(),
    row::<CancelHandshake>(),
    row::<DeclineHandshake>(),
    row::<DescribeHandshake>(),
    row::<InviteAccountToOrganization>(),
    row::<ListHandshakesForAccount>(),
    row::<ListHandshakesForOrganization>(),
];
