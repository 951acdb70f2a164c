//! The operations of this folder.

use super::get_context_keys_for_custom_policy::GetContextKeysForCustomPolicy;
use super::get_context_keys_for_principal_policy::GetContextKeysForPrincipalPolicy;
use super::simulate_custom_policy::SimulateCustomPolicy;
use super::simulate_principal_policy::SimulatePrincipalPolicy;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<GetContextKeysForCustomPolicy>(),
    row::<GetContextKeysForPrincipalPolicy>(),
    row::<SimulateCustomPolicy>(),
    row::<SimulatePrincipalPolicy>(),
];
