//! Operations on policies of an organization.

mod acceptance;
mod attach_policy;
mod create_policy;
mod delete_policy;
mod describe_effective_policy;
mod describe_policy;
mod detach_policy;
mod list_accounts_with_invalid_effective_policy;
mod list_effective_policy_validation_errors;
mod list_policies;
mod list_policies_for_target;
mod list_tags_for_resource;
mod list_targets_for_policy;
mod table;
mod tag_resource;
mod tagged;
mod untag_resource;
mod update_policy;

pub(crate) use acceptance::{attached, attachments_max, content};
pub(crate) use table::TABLE;
