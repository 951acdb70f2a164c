//! The role that Organizations has in every account of an organization, as AWS makes it when the account joins.

use super::Refused;
use crate::authorize::Permission;
use crate::event::Event;
use crate::operation::Cx;
use crate::seed::Seed;
use crate::service_linked;
use crate::state::{Account, State};
use crate::unique_id::{self, Prefix};
use crate::{AccountId, arn};

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

/// The permission to make the role, for a caller whose account lacks it.
pub(crate) fn permission<'a>(cx: &Cx<'a>) -> Option<Permission<'a>> {
    let service = service_linked::find(SERVICE)?;
    let (name, account) = (service.role_name(None), cx.account());
    if account.role(&name).is_some() {
        return None;
    }
    let arn = arn::role(account.id, &service.role_path(), &name);
    let permission = Permission::on("iam:CreateServiceLinkedRole", arn, account.id)
        .with("iam:AWSServiceName", SERVICE)
        .refused_as(Refused::RoleCreation);
    Some(permission)
}

/// Whether a service's role must stay: an organization with all features needs that of Organizations in each of its accounts.
pub(crate) fn is_needed(state: &State, account: AccountId, service: &str) -> bool {
    let organization = state.organization_of(account);
    service == SERVICE && organization.is_some_and(|organization| organization.all_features)
}
