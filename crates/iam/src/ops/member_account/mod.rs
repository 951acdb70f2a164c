//! Operations on accounts of an organization.

mod close_account;
mod create_account;
mod create_gov_cloud_account;
mod departure;
mod describe_account;
mod describe_create_account_status;
mod list_accounts;
mod list_accounts_for_parent;
mod list_create_account_status;
mod move_account;
mod remove_account_from_organization;
mod table;

pub(crate) use create_account::ACCOUNTS_MAX;
pub(crate) use departure::departure;
pub(crate) use table::TABLE;
