//! Centralized root access of an organization: its features.

mod disable_organizations_root_credentials_management;
mod disable_organizations_root_sessions;
mod enable_organizations_root_credentials_management;
mod enable_organizations_root_sessions;
mod features;
mod list_organizations_features;
mod table;

pub(crate) use table::TABLE;
