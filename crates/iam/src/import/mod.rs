//! What comes from elsewhere: listings of accounts as the AWS CLI prints them, held against everything that AWS would refuse.

mod account;
mod arrival;
mod aws_policies;
mod bundle;
mod constraint;
mod details;
mod documents;
mod folder;
mod grants;
mod incoming;
mod item;
mod organization;
mod place;
mod plan;
#[cfg(test)]
mod tests;
mod text;
mod tree;

pub use arrival::Arrival;
pub(crate) use aws_policies::{Taken, take as take_aws_policies};
pub use bundle::Bundle;
pub(crate) use details::read_aws_policies;
pub(crate) use folder::{Folder, read as read_folder};
pub(crate) use incoming::Incoming;
pub(crate) use place::Problems;
pub(crate) use plan::{PlannedAccount, plan};
pub use text::{AwsPolicyText, ImportedVersion};
