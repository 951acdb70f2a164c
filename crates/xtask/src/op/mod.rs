//! A new operation of the service, from AWS's API model.

mod draft;
mod insert;
mod task;

pub(crate) use task::{Options, step};
