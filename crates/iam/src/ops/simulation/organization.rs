//! The one place where simulations read an account's place in an organization.

use super::given::GivenPolicy;
use crate::state::Account;

/// The service control policies in force for an account, one list a level from the organization's root down; `None` outside
/// organizations, where accounts are as long as there are none.
pub(super) fn levels<'a>(_: &'a Account) -> Option<Vec<Vec<GivenPolicy<'a>>>> {
    None
}
