//! The commands, one a file.

mod account;
mod backup;
mod check;
mod config;
mod delegations;
mod eval;
mod export;
mod export_records;
mod import;
mod keys;
mod listing;
mod managed_policies;
mod mfa_device;
mod pages;
mod root_key;
mod run;
mod serve;
mod service;
mod sigv4;
mod target;
mod test;
mod verify;
mod waiting;

pub(crate) use check::CheckFlags;
pub(crate) use eval::EvalFlags;
pub(crate) use export_records::RecordsFlags;
pub(crate) use listing::Documents;
pub(crate) use run::run;
pub(crate) use sigv4::Sigv4Command;
pub(crate) use test::TestFlags;
