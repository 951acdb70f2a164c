//! Service-linked roles: which ones AWS's services have, as data, and that nobody else changes them (P-8 to P-10).

mod protected;
mod service;

pub(crate) use protected::check_modifiable;
pub(crate) use service::{LinkedService, PATH_PREFIX, find};
