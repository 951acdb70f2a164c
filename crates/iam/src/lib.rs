//! IAM, STS and Organizations as a deterministic state machine: state, request and inputs in, events and a reply out. No I/O.

mod account_id;
mod answer;
mod arn;
mod audit;
mod authenticate;
mod authorization_message;
mod authorize;
mod boundary;
mod caller;
mod context;
mod coverage;
mod credentials;
mod deflate;
#[cfg(test)]
mod differential;
mod document;
mod error;
mod event;
mod form;
pub mod genesis;
mod import;
mod issuer_documents;
mod keyring;
mod managed;
#[cfg(test)]
mod matrix;
mod mfa;
mod name;
mod operation;
mod ops;
mod organizations;
mod packed;
mod page;
mod password_rules;
mod path;
mod policies;
mod quota;
mod region;
#[cfg(test)]
mod scenario;
mod seed;
mod service_linked;
mod session;
mod session_policy_cache;
mod settings;
mod shapes;
mod source;
mod ssh;
mod state;
mod supposed;
mod tags;
mod token_keys;
mod trust;
mod unique_id;
mod usage;
mod work;
mod x509;

pub use account_id::AccountId;
pub use answer::{Answer, Inputs, answer, authorize_operator};
pub use audit::Audit;
pub use authorization_message::encode_authorization_message;
pub use coverage::coverage;
pub use document::DocumentText;
pub use error::Error;
pub use event::{Event, Record, SamlKey, Tagged, Unreadable};
pub use import::{Arrival, AwsPolicyText, Bundle, ImportedVersion};
pub use issuer_documents::issuer_document;
pub use keyring::{KeyRing, SealedSecret};
pub use name::NameKey;
pub use organizations::{HandshakeState, OrganizationChange, PolicyType, RootFeature};
pub use quota::{Quota, Quotas};
pub use session_policy_cache::SessionPolicyCache;
pub use settings::{Enforcement, Settings};
pub use state::{
    ApproverOf, AssertionEncryption, DelegationApprover, DelegationChange, DelegationOwner,
    DelegationParameter, DelegationTerms, Entity, KeyStatus, PasswordPolicy, State, Tag,
};
pub use token_keys::{TokenAlgorithm, TokenKeys, TokenSecret};
pub use unique_id::account_of_id;
pub use usage::{Usage, UsageEntry, Use};
pub use work::{Done, Password, PasswordHash, Work};
pub use work::{KeptKeys, KeyRequest, NoKeys};
