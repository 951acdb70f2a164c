//! Every operation of both models through reading, validation and writing, alone and against botocore.
#![expect(clippy::unwrap_used, reason = "all of it is tests")]

mod arbitrary;
mod botocore;
mod constraints;
mod form;
mod operations;
mod sample;
mod typed;
