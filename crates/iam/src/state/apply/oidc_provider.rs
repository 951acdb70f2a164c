//! Changes to OpenID Connect providers.

use crate::event::Event;
use crate::state::oidc_provider::name;
use crate::state::{Account, OidcProvider};
use jiff::Timestamp;
use std::sync::Arc;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::OidcProviderCreated {
            url,
            client_ids,
            thumbprints,
            tags,
        } => {
            let provider = OidcProvider {
                url: url.into(),
                created: at,
                client_ids: client_ids.clone(),
                thumbprints: thumbprints.clone(),
                tags: tags.clone(),
            };
            account
                .oidc_providers
                .insert(name(url).into(), Arc::new(provider));
        }
        Event::OidcProviderDeleted { url } => {
            account.oidc_providers.remove(name(url));
        }
        Event::OidcClientIdAdded { url, client_id } => edit(account, url, |provider| {
            if !provider.client_ids.contains(client_id) {
                provider.client_ids.push(client_id.clone());
            }
        }),
        Event::OidcClientIdRemoved { url, client_id } => edit(account, url, |provider| {
            provider.client_ids.retain(|other| other != client_id);
        }),
        Event::OidcThumbprintsSet { url, thumbprints } => edit(account, url, |provider| {
            provider.thumbprints.clone_from(thumbprints);
        }),
        _ => {}
    }
}

/// Changes one provider in place, if it is there.
pub(super) fn edit(account: &mut Account, url: &str, change: impl FnOnce(&mut OidcProvider)) {
    if let Some(provider) = account.oidc_providers.get_mut(name(url)) {
        change(Arc::make_mut(provider));
    }
}
