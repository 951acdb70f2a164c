//! How an account leaves its organization, whoever asks for it.

use crate::Error;
use crate::operation::Outcome;
use crate::organizations::{self, OrganizationChange, Refused};
use crate::state::Organization;

/// Takes the account out.
///
/// # Errors
/// For the management account, and for accounts that administer a service.
pub(crate) fn departure(organization: &Organization, account: &str) -> Result<Outcome<()>, Error> {
    let member = organizations::member(organization, account)?;
    let account = member.account;
    if account == organization.management {
        return Err(Refused::ManagementLeaves.error());
    }
    if !member.administers.is_empty() {
        return Err(Refused::AdministratorLeaves.error());
    }
    let change = OrganizationChange::AccountLeft { account };
    Ok(organizations::left(organization, member, change))
}
