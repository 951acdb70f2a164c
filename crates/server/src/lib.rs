//! Listeners, TLS, the node loop, the key ring's file, audit, metrics: everything that does I/O and decides nothing.

pub mod settings;

mod running;

mod admin;
mod http;
mod throttle;
mod tls;

mod node;

mod audit;
mod backup;
mod banner;
mod entropy;
mod fault;
mod folder;
mod issuers;
mod log;
mod metrics;
mod offline;
mod operator_form;
mod usage;

pub use backup::{create as create_backup, restore};
pub use banner::exports;
pub use fault::Fault;
pub use iam::Bundle;
pub use node::Report;
pub use offline::Offline;
pub use operator_form::operator_form;
pub use running::{Running, serve};
