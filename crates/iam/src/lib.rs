//! IAM and STS as a deterministic state machine: state, request and inputs in, events and a reply out. No I/O.

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
mod document;
mod error;
mod event;
pub mod genesis;
mod keyring;
mod managed;
#[cfg(test)]
mod matrix;
mod mfa;
mod name;
mod operation;
mod ops;
mod packed;
mod page;
mod path;
mod policies;
mod quota;
mod region;
#[cfg(test)]
mod scenario;
mod seed;
mod session;
mod settings;
mod shapes;
mod state;
mod tags;
mod trust;
mod unique_id;
mod work;

pub use account_id::AccountId;
pub use answer::{Answer, Inputs, answer, authorize_operator};
pub use audit::Audit;
pub use authorization_message::encode_authorization_message;
pub use coverage::coverage;
pub use document::DocumentText;
pub use error::Error;
pub use event::{Event, Record, Tagged, Unreadable};
pub use keyring::{KeyRing, SealedSecret};
pub use name::NameKey;
pub use quota::{Quota, Quotas};
pub use settings::{Enforcement, Settings};
pub use state::{Entity, KeyStatus, State, Tag};
pub use unique_id::account_of_id;
pub use work::{Done, Password, PasswordHash, Work};
