//! The operations on delegation requests.

use super::accept_delegation_request::AcceptDelegationRequest;
use super::associate_delegation_request::AssociateDelegationRequest;
use super::create_delegation_request::CreateDelegationRequest;
use super::get_delegation_request::GetDelegationRequest;
use super::get_human_readable_summary::GetHumanReadableSummary;
use super::list_delegation_notifications::ListDelegationNotifications;
use super::list_delegation_requests::ListDelegationRequests;
use super::reject_delegation_request::RejectDelegationRequest;
use super::send_delegation_token::SendDelegationToken;
use super::update_delegation_request::UpdateDelegationRequest;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AcceptDelegationRequest>(),
    row::<AssociateDelegationRequest>(),
    row::<CreateDelegationRequest>(),
    row::<GetDelegationRequest>(),
    row::<GetHumanReadableSummary>(),
    row::<ListDelegationRequests>(),
    row::<RejectDelegationRequest>(),
    row::<SendDelegationToken>(),
    row::<UpdateDelegationRequest>(),
];

/// Ours, in place of the channels that AWS notifies through.
pub(crate) const NOTIFICATIONS: &[Row] = &[row::<ListDelegationNotifications>()];
