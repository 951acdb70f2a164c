//! Changes to instance profiles.

use crate::event::Event;
use crate::name::NameKey;
use crate::state::{Account, InstanceProfile};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::InstanceProfileCreated {
            name,
            path,
            id,
            tags,
        } => account.put_instance_profile(InstanceProfile {
            name: name.into(),
            path: path.into(),
            id: id.into(),
            created: at,
            tags: tags.clone(),
            role: None,
        }),
        Event::InstanceProfileDeleted { name } => {
            account.remove_instance_profile(&NameKey::of(name));
        }
        Event::RoleAddedToInstanceProfile { profile, role } => {
            let role = NameKey::of(role);
            if account.roles.contains_key(&role) {
                edit(account, profile, |profile| profile.role = Some(role));
            }
        }
        Event::RoleRemovedFromInstanceProfile { profile, role } => {
            let role = NameKey::of(role);
            edit(account, profile, |profile| {
                profile.role.take_if(|held| *held == role);
            });
        }
        _ => {}
    }
}

/// Takes a role that is gone out of every profile.
pub(super) fn forget_role(account: &mut Account, role: &str) {
    let profiles: Vec<InstanceProfile> = account
        .instance_profiles_of(role)
        .map(|profile| InstanceProfile::clone(profile))
        .collect();
    for mut profile in profiles {
        profile.role = None;
        account.put_instance_profile(profile);
    }
}

/// Changes one instance profile, if it is there. Its name must not change.
pub(super) fn edit(account: &mut Account, name: &str, change: impl FnOnce(&mut InstanceProfile)) {
    let Some(profile) = account.instance_profile(name) else {
        return;
    };
    let mut profile = InstanceProfile::clone(profile);
    change(&mut profile);
    account.put_instance_profile(profile);
}
