//! Every operation: one file each, one table a folder.

mod access_key;
mod account;
mod group;
mod operator;
mod policy;
mod role;
mod sts;
mod user;

mod table;

pub(crate) use operator::operator_only;
#[cfg(test)]
pub(crate) use table::{TABLES, rows};
pub(crate) use table::{model, row};
