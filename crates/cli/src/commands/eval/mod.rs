//! `portcullis eval`: decisions on records, without a server.

mod answering;
mod tree;

pub(crate) use answering::{EvalFlags, json_line, refuse, run};
