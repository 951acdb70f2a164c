//! What replies hold, in AWS's shapes.

mod details;
mod group;
mod instance_profile;
mod policy;
mod role;
mod user;

pub(crate) use details::{GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail};
pub(crate) use group::GroupShape;
pub(crate) use instance_profile::InstanceProfileShape;
pub(crate) use policy::{AttachedPolicy, PolicyShape, PolicyVersionShape, url_encoded};
pub(crate) use role::{RoleLastUsed, RoleShape};
pub(crate) use user::{AttachedPermissionsBoundary, UserShape};
