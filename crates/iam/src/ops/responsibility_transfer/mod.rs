//! Operations on transfers of billing, of which there are none here.

mod describe_responsibility_transfer;
mod invite_organization_to_transfer_responsibility;
mod list_inbound_responsibility_transfers;
mod list_outbound_responsibility_transfers;
mod table;
mod terminate_responsibility_transfer;
mod update_responsibility_transfer;

pub(crate) use table::TABLE;
