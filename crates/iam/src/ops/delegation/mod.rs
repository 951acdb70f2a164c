//! Delegation requests: somebody asks an account's identities to lend him what they may, for hours.

mod accept_delegation_request;
mod associate_delegation_request;
mod create_delegation_request;
mod get_delegation_request;
mod get_human_readable_summary;
mod list_delegation_notifications;
mod list_delegation_requests;
mod permission_check;
mod reject_delegation_request;
mod request;
mod send_delegation_token;
mod shape;
mod summary;
mod table;
mod template;
mod update_delegation_request;

pub(crate) use request::find;
pub(crate) use table::{NOTIFICATIONS, TABLE};
