//! Operations on transfers of billing, of which there are none here.

use super::describe_responsibility_transfer::DescribeResponsibilityTransfer;
use super::invite_organization_to_transfer_responsibility::InviteOrganizationToTransferResponsibility;
use super::list_inbound_responsibility_transfers::ListInboundResponsibilityTransfers;
use super::list_outbound_responsibility_transfers::ListOutboundResponsibilityTransfers;
use super::terminate_responsibility_transfer::TerminateResponsibilityTransfer;
use super::update_responsibility_transfer::UpdateResponsibilityTransfer;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DescribeResponsibilityTransfer>(),
    row::<InviteOrganizationToTransferResponsibility>(),
    row::<ListInboundResponsibilityTransfers>(),
    row::<ListOutboundResponsibilityTransfers>(),
    row::<TerminateResponsibilityTransfer>(),
    row::<UpdateResponsibilityTransfer>(),
];
