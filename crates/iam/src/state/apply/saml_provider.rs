//! Changes to SAML providers.

use crate::event::{Event, SamlKey};
use crate::name::NameKey;
use crate::state::{Account, SamlPrivateKey, SamlProvider, StoredMetadata};
use jiff::Timestamp;
use std::sync::Arc;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::SamlProviderCreated {
            name,
            uuid,
            metadata,
            encryption,
            key,
            tags,
        } => {
            let provider = SamlProvider {
                name: name.into(),
                uuid: uuid.into(),
                created: at,
                described: at,
                metadata: StoredMetadata::new(metadata),
                encryption: *encryption,
                keys: key.iter().map(|key| private_key(key, at)).collect(),
                tags: tags.clone(),
            };
            account
                .saml_providers
                .insert(NameKey::of(name), Arc::new(provider));
        }
        Event::SamlProviderUpdated {
            name,
            metadata,
            encryption,
            added_key,
            removed_key,
        } => {
            let Some(provider) = account.saml_providers.get_mut(&NameKey::of(name)) else {
                return;
            };
            let provider = Arc::make_mut(provider);
            if let Some(metadata) = metadata {
                provider.metadata = StoredMetadata::new(metadata);
                provider.described = at;
            }
            provider.encryption = encryption.or(provider.encryption);
            if let Some(removed) = removed_key {
                provider.keys.retain(|key| key.id != removed.as_str());
            }
            provider
                .keys
                .extend(added_key.iter().map(|key| private_key(key, at)));
        }
        Event::SamlProviderDeleted { name } => {
            account.saml_providers.remove(&NameKey::of(name));
        }
        Event::SamlAssertionUsed { id, until, seen } => {
            // What is over can never be used again, and needs no remembering.
            let over: Vec<String> = account
                .used_assertions
                .iter()
                .filter(|(_, until)| *until <= seen)
                .map(|(id, _)| id.clone())
                .collect();
            for id in over {
                account.used_assertions.remove(&id);
            }
            account.used_assertions.insert(id.clone(), *until);
        }
        _ => {}
    }
}

fn private_key(key: &SamlKey, at: Timestamp) -> SamlPrivateKey {
    SamlPrivateKey {
        id: key.id.as_str().into(),
        added: at,
        key: key.key.clone(),
    }
}
