//! The operations of this folder.

use super::create_service_specific_credential::CreateServiceSpecificCredential;
use super::delete_service_specific_credential::DeleteServiceSpecificCredential;
use super::list_service_specific_credentials::ListServiceSpecificCredentials;
use super::reset_service_specific_credential::ResetServiceSpecificCredential;
use super::update_service_specific_credential::UpdateServiceSpecificCredential;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateServiceSpecificCredential>(),
    row::<DeleteServiceSpecificCredential>(),
    row::<ListServiceSpecificCredentials>(),
    row::<ResetServiceSpecificCredential>(),
    row::<UpdateServiceSpecificCredential>(),
];
