//! The account as an issuer of tokens for systems outside.

mod disable_outbound_web_identity_federation;
mod enable_outbound_web_identity_federation;
mod get_outbound_web_identity_federation_info;
mod new_key;
mod table;

pub(super) use new_key::new_key;
pub(crate) use table::TABLE;
