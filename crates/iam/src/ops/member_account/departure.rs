//! How an account leaves its organization, whoever asks for it.

use crate::Error;
use crate::operation::{Cx, Outcome};
use crate::organizations::{self, OrganizationChange, Refused};
use crate::state::Organization;
use jiff::SignedDuration;

/// Takes the account out.
///
/// # Errors
/// For the management account, for accounts that administer a service, and for those that an organization made a few days ago.
pub(crate) fn departure(
    cx: &Cx,
    organization: &Organization,
    account: &str,
) -> Result<Outcome<()>, Error> {
    let member = organizations::member(organization, account)?;
    let account = member.account;
    if account == organization.management {
        return Err(Refused::ManagementLeaves.error());
    }
    if !member.administers.is_empty() {
        return Err(Refused::AdministratorLeaves.error());
    }
    let days = cx.settings.quotas.created_account_days.limit;
    let days = u32::try_from(days).unwrap_or(u32::MAX);
    let wait = SignedDuration::from_hours(24 * i64::from(days));
    if !member.invited && cx.now.duration_since(member.joined) < wait {
        return Err(Refused::TooYoung.error());
    }
    let change = OrganizationChange::AccountLeft { account };
    Ok(organizations::left(organization, member, change))
}
