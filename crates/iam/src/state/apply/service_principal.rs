//! Changes to services as callers.

use crate::event::Event;
use crate::state::{AccessKey, Account, KeyStatus, ServicePrincipal};
use jiff::Timestamp;
use std::sync::Arc;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::ServiceAdded {
            name,
            signing_name,
            id,
            secret,
        } => {
            let service = ServicePrincipal {
                name: name.into(),
                signing_name: signing_name.into(),
                key: AccessKey {
                    id: id.into(),
                    secret: secret.clone(),
                    status: KeyStatus::Active,
                    created: at,
                },
            };
            account
                .services
                .insert(service.name.clone(), Arc::new(service));
        }
        Event::ServiceRemoved { name } => {
            account.services.remove(name.as_str());
        }
        _ => {}
    }
}
