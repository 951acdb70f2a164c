//! The operations on the account as an issuer.

use super::disable_outbound_web_identity_federation::DisableOutboundWebIdentityFederation;
use super::enable_outbound_web_identity_federation::EnableOutboundWebIdentityFederation;
use super::get_outbound_web_identity_federation_info::GetOutboundWebIdentityFederationInfo;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DisableOutboundWebIdentityFederation>(),
    row::<EnableOutboundWebIdentityFederation>(),
    row::<GetOutboundWebIdentityFederationInfo>(),
];
