//! Operations on organizations as a whole.

mod create_organization;
mod delete_organization;
mod describe_organization;
mod disable_policy_type;
mod enable_all_features;
mod enable_policy_type;
mod leave_organization;
mod list_roots;
mod table;

pub(crate) use table::TABLE;
