//! Calls by which the server is measured, and those by which its profile is taken: real signatures, tokens and assertions, from outside.
#![expect(
    clippy::missing_panics_doc,
    reason = "a load that cannot go on has nothing to say"
)]

pub mod connection;
pub mod federation;
pub mod form;
pub mod process;
pub mod signed;
pub mod training;
