//! The one place where simulations read an account's place in an organization.

use super::given::GivenPolicy;
use crate::AccountId;
use crate::organizations;
use crate::state::State;
use std::borrow::Cow;

/// The service control policies in force for an account, one list a level from the organization's root down; `None` where none bind
/// it: outside organizations, in management accounts, while the type is not enabled.
pub(super) fn levels(state: &State, account: AccountId) -> Option<Vec<Vec<GivenPolicy<'_>>>> {
    let levels = organizations::scp_levels(state, account)?;
    Some(
        levels
            .into_iter()
            .map(|level| {
                let level = level.into_iter();
                level
                    .map(|policy| GivenPolicy {
                        id: policy.name.to_owned(),
                        compiled: Some(Cow::Borrowed(policy.compiled)),
                    })
                    .collect()
            })
            .collect(),
    )
}
