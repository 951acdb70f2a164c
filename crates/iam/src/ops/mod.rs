//! Every operation: one file each, one table a folder.

mod access_key;
mod account;
mod delegated_administrator;
mod delegation;
mod group;
mod handshake;
mod instance_profile;
mod last_accessed;
mod login_profile;
mod member_account;
mod mfa;
mod oidc_provider;
mod operator;
mod organization;
pub(crate) mod organization_policy;
pub(crate) mod organizational_unit;
mod outbound;
mod password_policy;
mod physical_device;
mod policy;
mod responsibility_transfer;
mod role;
mod role_template;
mod root_access;
mod saml;
mod server_certificate;
mod service_credential;
mod service_linked_role;
mod service_principal;
mod signing_certificate;
mod simulation;
mod ssh_public_key;
mod sts;
mod user;

mod attachment;
#[cfg(test)]
mod documents;
mod entity_type;
mod existence;
mod held;
pub(crate) mod holder;
mod inline_policy;
mod status;
mod subject;
mod tagging;
mod target;

mod table;

pub(crate) use operator::operator_only;
#[cfg(test)]
pub(crate) use table::{TABLES, rows, rows_by_name};
pub(crate) use table::{model, row};
