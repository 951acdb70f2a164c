//! Changes to passwords and to what the account demands of them.

use super::edit;
use crate::event::Event;
use crate::name::NameKey;
use crate::state::{Account, LoginProfile, User};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::PasswordPolicyPut { policy } => account.password_policy = Some(policy.clone()),
        Event::PasswordPolicyDeleted {} => account.password_policy = None,
        Event::LoginProfileCreated {
            user,
            hash,
            reset_required,
        } => with_user(account, user, |user| {
            user.login_profile = Some(LoginProfile::new(at, hash.clone(), *reset_required));
        }),
        Event::LoginProfileUpdated {
            user,
            hash,
            reset_required,
        } => with_user(account, user, |user| {
            let Some(profile) = &mut user.login_profile else {
                return;
            };
            if let Some(hash) = hash {
                profile.change(at, hash.clone());
            }
            profile.reset_required = reset_required.unwrap_or(profile.reset_required);
        }),
        Event::LoginProfileDeleted { user } => {
            with_user(account, user, |user| user.login_profile = None);
        }
        _ => {}
    }
}

fn with_user(account: &mut Account, name: &str, change: impl FnOnce(&mut User)) {
    edit(&mut account.users, &NameKey::of(name), change);
}
