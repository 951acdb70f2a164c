//! AWS's own managed policies, as `cargo xtask managed-policies` found them: `data/` is read when it is first asked for.

mod catalogue;
mod history;

pub(crate) use catalogue::{AwsPolicy, Imported, all, find, is_arn};
pub(crate) use history::{History, Version};
