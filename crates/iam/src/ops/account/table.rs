//! The operations of this folder.

use super::create_account_alias::CreateAccountAlias;
use super::delete_account_alias::DeleteAccountAlias;
use super::generate_credential_report::GenerateCredentialReport;
use super::get_account_authorization_details::GetAccountAuthorizationDetails;
use super::get_account_properties::GetAccountProperties;
use super::get_account_summary::GetAccountSummary;
use super::get_credential_report::GetCredentialReport;
use super::list_account_aliases::ListAccountAliases;
use super::put_account_properties::PutAccountProperties;
use super::set_security_token_service_preferences::SetSecurityTokenServicePreferences;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateAccountAlias>(),
    row::<DeleteAccountAlias>(),
    row::<GenerateCredentialReport>(),
    row::<GetAccountAuthorizationDetails>(),
    row::<GetAccountProperties>(),
    row::<GetAccountSummary>(),
    row::<GetCredentialReport>(),
    row::<ListAccountAliases>(),
    row::<PutAccountProperties>(),
    row::<SetSecurityTokenServicePreferences>(),
];
