//! Changes to server certificates.

use crate::event::Event;
use crate::name::NameKey;
use crate::state::{Account, ServerCertificate};
use jiff::Timestamp;
use std::sync::Arc;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::ServerCertificateUploaded {
            name,
            path,
            id,
            body,
            chain,
            private_key,
            expires,
            tags,
        } => put(
            account,
            ServerCertificate {
                name: name.into(),
                path: path.into(),
                id: id.into(),
                uploaded: at,
                expires: *expires,
                body: body.clone(),
                chain: chain.clone(),
                private_key: private_key.clone(),
                tags: tags.clone(),
            },
        ),
        Event::ServerCertificateUpdated {
            name,
            new_name,
            new_path,
        } => {
            let Some(held) = account.server_certificates.remove(&NameKey::of(name)) else {
                return;
            };
            let mut certificate = Arc::unwrap_or_clone(held);
            if let Some(path) = new_path {
                certificate.path = path.into();
            }
            if let Some(name) = new_name {
                certificate.name = name.into();
            }
            put(account, certificate);
        }
        Event::ServerCertificateDeleted { name } => {
            account.server_certificates.remove(&NameKey::of(name));
        }
        _ => {}
    }
}

fn put(account: &mut Account, certificate: ServerCertificate) {
    let key = NameKey::of(&certificate.name);
    account
        .server_certificates
        .insert(key, Arc::new(certificate));
}
