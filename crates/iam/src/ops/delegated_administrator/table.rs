//! What an organization gives away: to services, to accounts that administer them, to members by its own policy.

use super::delete_resource_policy::DeleteResourcePolicy;
use super::deregister_delegated_administrator::DeregisterDelegatedAdministrator;
use super::describe_resource_policy::DescribeResourcePolicy;
use super::disable_aws_service_access::DisableAWSServiceAccess;
use super::enable_aws_service_access::EnableAWSServiceAccess;
use super::list_aws_service_access_for_organization::ListAWSServiceAccessForOrganization;
use super::list_delegated_administrators::ListDelegatedAdministrators;
use super::list_delegated_services_for_account::ListDelegatedServicesForAccount;
use super::put_resource_policy::PutResourcePolicy;
use super::register_delegated_administrator::RegisterDelegatedAdministrator;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DeleteResourcePolicy>(),
    row::<DeregisterDelegatedAdministrator>(),
    row::<DescribeResourcePolicy>(),
    row::<DisableAWSServiceAccess>(),
    row::<EnableAWSServiceAccess>(),
    row::<ListAWSServiceAccessForOrganization>(),
    row::<ListDelegatedAdministrators>(),
    row::<ListDelegatedServicesForAccount>(),
    row::<PutResourcePolicy>(),
    row::<RegisterDelegatedAdministrator>(),
];
