//! Operations on accounts of an organization.

use super::close_account::CloseAccount;
use super::create_account::CreateAccount;
use super::create_gov_cloud_account::CreateGovCloudAccount;
use super::describe_account::DescribeAccount;
use super::describe_create_account_status::DescribeCreateAccountStatus;
use super::list_accounts::ListAccounts;
use super::list_accounts_for_parent::ListAccountsForParent;
use super::list_create_account_status::ListCreateAccountStatus;
use super::move_account::MoveAccount;
use super::remove_account_from_organization::RemoveAccountFromOrganization;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CloseAccount>(),
    row::<CreateAccount>(),
    row::<CreateGovCloudAccount>(),
    row::<DescribeAccount>(),
    row::<DescribeCreateAccountStatus>(),
    row::<ListAccounts>(),
    row::<ListAccountsForParent>(),
    row::<ListCreateAccountStatus>(),
    row::<MoveAccount>(),
    row::<RemoveAccountFromOrganization>(),
];
