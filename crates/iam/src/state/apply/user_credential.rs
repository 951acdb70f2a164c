//! Changes to signing certificates and SSH public keys.

use super::edit;
use crate::event::Event;
use crate::name::NameKey;
use crate::state::{Account, KeyStatus, SigningCertificate, SshPublicKey};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::SigningCertificateUploaded { user, id, body } => {
            certificates(account, user.as_deref(), |held| {
                held.push(SigningCertificate {
                    id: id.into(),
                    body: body.clone(),
                    status: KeyStatus::Active,
                    uploaded: at,
                });
            });
        }
        Event::SigningCertificateUpdated { user, id, status } => {
            certificates(account, user.as_deref(), |held| {
                let named = held.iter_mut().filter(|held| held.id == id.as_str());
                named.for_each(|held| held.status = *status);
            });
        }
        Event::SigningCertificateDeleted { user, id } => {
            certificates(account, user.as_deref(), |held| {
                held.retain(|held| held.id != id.as_str());
            });
        }
        Event::SshPublicKeyUploaded {
            user,
            id,
            key,
            fingerprint,
        } => ssh_keys(account, user, |held| {
            held.push(SshPublicKey {
                id: id.into(),
                key: key.clone(),
                fingerprint: fingerprint.clone(),
                status: KeyStatus::Active,
                uploaded: at,
            });
        }),
        Event::SshPublicKeyUpdated { user, id, status } => ssh_keys(account, user, |held| {
            let named = held.iter_mut().filter(|held| held.id == id.as_str());
            named.for_each(|held| held.status = *status);
        }),
        Event::SshPublicKeyDeleted { user, id } => ssh_keys(account, user, |held| {
            held.retain(|held| held.id != id.as_str());
        }),
        _ => {}
    }
}

/// Changes the certificates of a user, or of the root where there is none.
fn certificates(
    account: &mut Account,
    user: Option<&str>,
    change: impl FnOnce(&mut Vec<SigningCertificate>),
) {
    match user {
        Some(user) => {
            edit(&mut account.users, &NameKey::of(user), |user| {
                change(&mut user.signing_certificates)
            });
        }
        None => change(&mut account.root_signing_certificates),
    }
}

fn ssh_keys(account: &mut Account, user: &str, change: impl FnOnce(&mut Vec<SshPublicKey>)) {
    edit(&mut account.users, &NameKey::of(user), |user| {
        change(&mut user.ssh_public_keys)
    });
}
