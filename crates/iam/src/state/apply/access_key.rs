//! Changes to access keys of users and of the root.

use super::edit;
use crate::event::Event;
use crate::name::NameKey;
use crate::state::{AccessKey, Account, KeyStatus, User};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::AccessKeyCreated { user, id, secret } => {
            let Some(mut user) = account.user(user).map(|user| User::clone(user)) else {
                return;
            };
            let status = KeyStatus::Active;
            user.access_keys.push(AccessKey {
                id: id.into(),
                secret: secret.clone(),
                status,
                created: at,
            });
            account.put_user(user);
        }
        Event::AccessKeyUpdated {
            user: None,
            id,
            status,
        } => {
            for key in account
                .root_keys
                .iter_mut()
                .filter(|key| key.id == id.as_str())
            {
                key.status = *status;
            }
        }
        Event::AccessKeyUpdated {
            user: Some(user),
            id,
            status,
        } => {
            edit(&mut account.users, &NameKey::of(user), |user| {
                for key in user
                    .access_keys
                    .iter_mut()
                    .filter(|key| key.id == id.as_str())
                {
                    key.status = *status;
                }
            });
        }
        Event::AccessKeyDeleted { user, id } => {
            account.forget_key(id);
            edit(&mut account.users, &NameKey::of(user), |user| {
                user.access_keys.retain(|key| key.id != id.as_str())
            });
        }
        _ => {}
    }
}
