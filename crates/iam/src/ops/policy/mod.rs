//! Customer managed policies.

mod list_policy_tags;
mod table;
mod tag_policy;
mod untag_policy;

pub(crate) use table::TABLE;
