//! Changes to credentials for one service.

use super::edit;
use crate::event::Event;
use crate::name::NameKey;
use crate::state::{Account, KeyStatus, ServiceCredential};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::ServiceCredentialCreated {
            user,
            id,
            service,
            alias,
            secret,
            expires,
        } => {
            edit(&mut account.users, &NameKey::of(user), |user| {
                user.service_credentials.push(ServiceCredential {
                    id: id.into(),
                    service: service.into(),
                    alias: alias.into(),
                    secret: secret.clone(),
                    status: KeyStatus::Active,
                    created: at,
                    expires: *expires,
                });
            });
        }
        Event::ServiceCredentialReset { user, id, secret } => {
            with_credential(account, user, id, |held| held.secret = secret.clone());
        }
        Event::ServiceCredentialUpdated { user, id, status } => {
            with_credential(account, user, id, |held| held.status = *status);
        }
        Event::ServiceCredentialDeleted { user, id } => {
            edit(&mut account.users, &NameKey::of(user), |user| {
                user.service_credentials
                    .retain(|held| held.id != id.as_str())
            });
        }
        _ => {}
    }
}

fn with_credential(
    account: &mut Account,
    user: &str,
    id: &str,
    change: impl FnOnce(&mut ServiceCredential),
) {
    edit(&mut account.users, &NameKey::of(user), |user| {
        let mut held = user.service_credentials.iter_mut();
        held.find(|held| held.id == id).map(change)
    });
}
