//! The operations of this folder.

use super::generate_organizations_access_report::GenerateOrganizationsAccessReport;
use super::generate_service_last_accessed_details::GenerateServiceLastAccessedDetails;
use super::get_organizations_access_report::GetOrganizationsAccessReport;
use super::get_service_last_accessed_details::GetServiceLastAccessedDetails;
use super::get_service_last_accessed_details_with_entities::GetServiceLastAccessedDetailsWithEntities;
use super::list_policies_granting_service_access::ListPoliciesGrantingServiceAccess;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<GenerateOrganizationsAccessReport>(),
    row::<GenerateServiceLastAccessedDetails>(),
    row::<GetOrganizationsAccessReport>(),
    row::<GetServiceLastAccessedDetails>(),
    row::<GetServiceLastAccessedDetailsWithEntities>(),
    row::<ListPoliciesGrantingServiceAccess>(),
];
