//! Issuers of web identity tokens: where their keys are fetched from, whom to trust on the way, and how long keys are kept.

mod budget;
mod fetch;
mod kept;
mod trust;

pub(crate) use kept::Issuers;
