//! What policies would decide: context keys and the policy simulator (spec §11).

mod context_entry;
mod exclusion;
mod get_context_keys_for_custom_policy;
mod get_context_keys_for_principal_policy;
mod given;
mod organization;
mod question;
mod result;
mod scene;
mod simulate_custom_policy;
mod simulate_principal_policy;
mod table;

pub(crate) use context_entry::ContextEntry;
pub(crate) use table::TABLE;
