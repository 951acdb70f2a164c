//! AWS's validation of a document when it is written: one file a kind of policy, each in AWS's order and words.

mod identity;
mod issuer;
mod kind;
mod literals;
mod organizations;
mod resource;
mod session;
mod statement;
mod trust;

pub use kind::{Kind, accept};
