//! The operations of this folder.

use super::list_policy_tags::ListPolicyTags;
use super::tag_policy::TagPolicy;
use super::untag_policy::UntagPolicy;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<ListPolicyTags>(),
    row::<TagPolicy>(),
    row::<UntagPolicy>(),
];
