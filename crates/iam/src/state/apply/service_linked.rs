//! Service-linked roles: made with their policy, and deleted by tasks.

use super::{apply_role, attach};
use crate::event::Event;
use crate::state::{Account, Entity, Role, RoleDeletion};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::ServiceLinkedRoleCreated {
            service,
            name,
            path,
            id,
            description,
            session_seconds_max,
            trust,
            policy,
        } => {
            let created = Event::RoleCreated {
                name: name.clone(),
                path: path.clone(),
                id: id.clone(),
                description: description.clone(),
                session_seconds_max: *session_seconds_max,
                trust: trust.clone(),
                boundary: None,
                tags: Vec::new(),
            };
            apply_role(account, at, &created);
            if let Some(role) = account.role(name) {
                let linked_service = Some(service.into());
                account.put_role(Role {
                    linked_service,
                    ..Role::clone(role)
                });
            }
            attach(account, &Entity::Role(name.clone()), policy);
        }
        Event::ServiceLinkedRoleDeletion {
            role,
            task,
            failure,
        } => {
            if failure.is_none() {
                let name = role.clone();
                apply_role(account, at, &Event::RoleDeleted { name });
            }
            account.remember_role_deletion(RoleDeletion {
                task: task.into(),
                failure: failure.clone(),
            });
        }
        _ => {}
    }
}
