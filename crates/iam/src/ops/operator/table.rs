//! The operations of the service `portcullis`.

use super::create_account::CreateAccount;
use super::export::Export;
use super::export_decision_records::ExportDecisionRecords;
use super::import::Import;
use super::import_managed_policies::ImportManagedPolicies;
use super::list_accounts::ListAccounts;
use super::move_account::MoveAccount;
use super::retire_token_keys::RetireTokenKeys;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateAccount>(),
    row::<Export>(),
    row::<ExportDecisionRecords>(),
    row::<Import>(),
    row::<ImportManagedPolicies>(),
    row::<ListAccounts>(),
    row::<MoveAccount>(),
    row::<RetireTokenKeys>(),
];
