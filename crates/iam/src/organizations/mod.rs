//! What operations of AWS Organizations share, and how an organization binds every call.

mod change;
mod delegation;
mod found;
mod guard_rail;
mod handshake_shape;
mod handshake_state;
mod inheritance;
mod layers;
mod page;
mod party;
mod policy_type;
mod refusal;
mod scope;
mod shape;

pub(crate) mod arn;
pub(crate) mod root_access;
pub(crate) mod service_role;

pub use change::OrganizationChange;
pub use handshake_state::HandshakeState;
pub use policy_type::PolicyType;
pub use root_access::RootFeature;

pub(crate) use delegation::Delegation;
pub(crate) use found::{
    changed, check_tag_key, check_tags, left, member, own_policy, parent, policies_of, policy,
    policy_arn, root, tags, target, unit,
};
pub(crate) use guard_rail::{Content, GuardRail, RCP_FULL_ACCESS, full_access, kind};
pub(crate) use handshake_shape::{
    APPROVE_ALL_FEATURES, ENABLE_ALL_FEATURES, HandshakeShape, INVITE, is_agreed, is_kept,
    is_waiting, parts,
};
pub(crate) use inheritance::effective;
pub(crate) use layers::{
    Levels, as_layers, attached, principal_keys, rcp_levels, resource_keys, same_organization,
    scp_levels, source_keys,
};
pub(crate) use page::OrganizationPage;
pub(crate) use party::{handshake, handshake_permission};
pub(crate) use refusal::Refused;
pub(crate) use scope::{Access, not_allowed, organization, permission};
pub(crate) use shape::{
    AccountShape, AccountStatusShape, OrganizationShape, PolicyContentShape, PolicySummary,
    RootShape, TargetShape, UnitShape, seconds,
};
