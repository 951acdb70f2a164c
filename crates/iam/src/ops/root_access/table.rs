//! The operations of this folder.

use super::disable_organizations_root_credentials_management::DisableOrganizationsRootCredentialsManagement;
use super::disable_organizations_root_sessions::DisableOrganizationsRootSessions;
use super::enable_organizations_root_credentials_management::EnableOrganizationsRootCredentialsManagement;
use super::enable_organizations_root_sessions::EnableOrganizationsRootSessions;
use super::list_organizations_features::ListOrganizationsFeatures;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DisableOrganizationsRootCredentialsManagement>(),
    row::<DisableOrganizationsRootSessions>(),
    row::<EnableOrganizationsRootCredentialsManagement>(),
    row::<EnableOrganizationsRootSessions>(),
    row::<ListOrganizationsFeatures>(),
];
