//! What Portcullis knows: accounts and what they hold. Cheap to clone; a request sees one clone.

mod access_report;
mod account;
mod apply;
mod checkpoint;
mod delegation;
mod entity;
mod everything;
mod instance_profile;
mod login_profile;
mod mfa_device;
mod oidc_provider;
mod organization;
mod outbound;
mod role_deletion;
mod saml_provider;
mod server_certificate;
mod service_credential;
mod service_principal;
mod user_credential;
mod uses;

pub(crate) use access_report::{AccessReport, OrganizationsReport, REPORTS_MAX};
pub(crate) use account::Account;
pub use delegation::{
    ApproverOf, DelegationApprover, DelegationChange, DelegationOwner, DelegationParameter,
    DelegationTerms,
};
pub(crate) use delegation::{DelegationRequest, DelegationState, Passed};
pub(crate) use entity::{
    AccessKey, Attachments, Group, ManagedPolicy, PolicyVersion, Role, User, sorted_names,
};
pub use entity::{Entity, KeyStatus, Tag};
pub use everything::State;
pub(crate) use instance_profile::InstanceProfile;
pub(crate) use login_profile::LoginProfile;
pub use login_profile::PasswordPolicy;
pub(crate) use mfa_device::{MfaAssignment, MfaDevice, MfaLabel, MfaOwner};
pub(crate) use oidc_provider::OidcProvider;
pub(crate) use organization::{AccountRequest, Handshake, Member, Node, Organization, Unit};
pub(crate) use outbound::{Outbound, TokenKey};
pub(crate) use role_deletion::RoleDeletion;
pub use saml_provider::AssertionEncryption;
pub(crate) use saml_provider::{SamlPrivateKey, SamlProvider, StoredMetadata};
pub(crate) use server_certificate::ServerCertificate;
pub(crate) use service_credential::ServiceCredential;
pub(crate) use service_principal::ServicePrincipal;
pub(crate) use user_credential::{SigningCertificate, SshPublicKey};
pub(crate) use uses::Uses;
