//! `portcullis check`: what is wrong in policies, without a server.

mod checking;
mod guess;
mod report;
mod snippet;

pub(crate) use checking::{CheckFlags, run};
