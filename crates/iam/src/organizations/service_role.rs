//! The role that Organizations has in every account of an organization, as AWS makes it when the account joins.

use crate::AccountId;
use crate::event::Event;
use crate::seed::Seed;
use crate::service_linked;
use crate::state::{Account, State};
use crate::unique_id::{self, Prefix};

const SERVICE: &str = "organizations.amazonaws.com";

/// What gives the role to an account that begins to exist; nothing where AWS's policy for it is not known.
pub(crate) fn first(account: AccountId, seed: &Seed) -> Option<Event> {
    let service = service_linked::find(SERVICE)?;
    let id = unique_id::draw(Prefix::Role, account, seed, "role of Organizations");
    Some(service.creation(id, None, None))
}

/// What gives the role to an account that has been there; nothing if it has it.
pub(crate) fn missing(account: &Account, seed: &Seed) -> Option<Event> {
    let name = service_linked::find(SERVICE)?.role_name(None);
    match account.role(&name) {
        Some(_) => None,
        None => first(account.id, seed),
    }
}

/// Whether a service's role must stay: an organization with all features needs that of Organizations in each of its accounts.
pub(crate) fn is_needed(state: &State, account: AccountId, service: &str) -> bool {
    let organization = state.organization_of(account);
    service == SERVICE && organization.is_some_and(|organization| organization.all_features)
}
