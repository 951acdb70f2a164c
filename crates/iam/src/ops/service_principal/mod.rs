//! Services as callers: registered by the operator, they assume roles that trust them, and ask whether a caller may pass one.

mod add_service;
mod brought_request;
mod check_pass_role;
mod list_services;
mod name;
mod remove_service;
mod table;

pub(crate) use table::TABLE;
