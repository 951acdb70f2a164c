//! What came from elsewhere, with the ids and dates that it had there.

use super::{apply_group, apply_role, apply_user};
use crate::document::{DocumentText, StoredPolicy};
use crate::event::Event;
use crate::import::Arrival;
use crate::name::NameKey;
use crate::state::{Account, InstanceProfile, ManagedPolicy, PolicyVersion, Role};
use jiff::Timestamp;
use std::sync::Arc;

pub(super) fn apply(account: &mut Account, _: Timestamp, event: &Event) {
    let Event::Imported(arrival) = event else {
        return;
    };
    match arrival {
        Arrival::User {
            name,
            path,
            id,
            created,
            boundary,
            tags,
        } => {
            let made = Event::UserCreated {
                name: name.clone(),
                path: path.clone(),
                id: id.clone(),
                boundary: boundary.clone(),
                tags: tags.clone(),
            };
            apply_user(account, *created, &made);
        }
        Arrival::Group {
            name,
            path,
            id,
            created,
        } => {
            let made = Event::GroupCreated {
                name: name.clone(),
                path: path.clone(),
                id: id.clone(),
            };
            apply_group(account, *created, &made);
        }
        Arrival::Role { .. } => apply_imported_role(account, arrival),
        Arrival::Policy { .. } => apply_imported_policy(account, arrival),
        Arrival::InstanceProfile {
            name,
            path,
            id,
            created,
            role,
            tags,
        } => {
            let role = NameKey::of(role);
            let role = account.roles.contains_key(&role).then_some(role);
            account.put_instance_profile(InstanceProfile {
                name: name.into(),
                path: path.into(),
                id: id.into(),
                created: *created,
                tags: tags.clone(),
                role,
            });
        }
        Arrival::AwsPolicies { .. } => {}
    }
}

fn apply_imported_role(account: &mut Account, arrival: &Arrival) {
    let Arrival::Role {
        name,
        path,
        id,
        created,
        description,
        session_seconds_max,
        trust,
        boundary,
        tags,
        service,
        last_used,
    } = arrival
    else {
        return;
    };
    let made = Event::RoleCreated {
        name: name.clone(),
        path: path.clone(),
        id: id.clone(),
        description: description.clone(),
        session_seconds_max: *session_seconds_max,
        trust: trust.clone(),
        boundary: boundary.clone(),
        tags: tags.clone(),
    };
    apply_role(account, *created, &made);
    if let Some(role) = account.role(name) {
        account.put_role(Role {
            linked_service: service.as_ref().map(Into::into),
            used_elsewhere: last_used.as_ref().map(|(at, region)| (*at, region.into())),
            ..Role::clone(role)
        });
    }
}

fn apply_imported_policy(account: &mut Account, arrival: &Arrival) {
    let Arrival::Policy {
        name,
        path,
        id,
        created,
        updated,
        description,
        versions,
        default_version,
        tags,
    } = arrival
    else {
        return;
    };
    // A policy without its default version could not be decided by.
    if !versions
        .iter()
        .any(|version| version.number == *default_version)
    {
        return;
    }
    let newest = versions.iter().map(|version| version.number).max();
    let versions = versions.iter().map(|version| PolicyVersion {
        number: version.number,
        created: version.created.unwrap_or(*updated),
        document: Arc::new(StoredPolicy::new(DocumentText::new(&version.document))),
    });
    let policy = ManagedPolicy {
        name: name.into(),
        path: path.into(),
        id: id.into(),
        created: *created,
        updated: *updated,
        description: description.clone(),
        tags: tags.clone(),
        versions: versions.collect(),
        default_version: *default_version,
        next_version: newest.map_or(1, |newest| newest.saturating_add(1)),
        attachment_count: 0,
        boundary_count: 0,
    };
    account.policies.insert(NameKey::of(name), Arc::new(policy));
}
