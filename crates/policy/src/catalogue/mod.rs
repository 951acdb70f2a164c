//! What AWS's services define: their actions, resource types and condition keys. Facts only, and never a reason to refuse: names that are not here stay legal.

mod entry;
mod lookup;
mod near;
mod read;

pub use entry::{AccessLevel, Action, KeyKind, KeyType, ResourceType, Service};
pub use lookup::{
    action, actions_matching, condition_key, is_key_prefix, rcp_supported, resources, service,
    services, wildcard_only,
};
pub use near::{near_actions, near_condition_keys, near_services};

pub(crate) use near::nearest;
