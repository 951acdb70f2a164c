//! What an organization gives away: to services, to accounts that administer them, to members by its own policy.

mod delete_resource_policy;
mod deregister_delegated_administrator;
mod describe_resource_policy;
mod disable_aws_service_access;
mod enable_aws_service_access;
mod list_aws_service_access_for_organization;
mod list_delegated_administrators;
mod list_delegated_services_for_account;
mod put_resource_policy;
mod register_delegated_administrator;
mod service;
mod table;

pub(crate) use table::TABLE;
