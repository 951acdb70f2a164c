//! When services were last used, by whom, and which policies let them.

mod generate_organizations_access_report;
mod generate_service_last_accessed_details;
mod get_organizations_access_report;
mod get_service_last_accessed_details;
mod get_service_last_accessed_details_with_entities;
mod list_policies_granting_service_access;
mod organizations_entity;
mod report;
mod resource;
mod table;

pub(crate) use table::TABLE;
