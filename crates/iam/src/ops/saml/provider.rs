//! SAML providers by ARN: permissions on them, that they exist, and what may be said of them.

use crate::authorize::Permission;
use crate::event::SamlKey;
use crate::operation::Cx;
use crate::state::{AssertionEncryption, SamlProvider};
use crate::{Error, arn};
use federation::saml::{Metadata, PrivateKey};

/// Private keys of one provider: the new one and the one that it replaces.
pub(super) const KEYS_MAX: usize = 2;
/// Letters of key ids and of what AWS calls a provider's UUID.
const ID_LETTERS: usize = 26;

/// `action` on a provider, with its tags.
pub(super) fn permission<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    provider_arn: &'a str,
) -> Permission<'a> {
    let account = cx.account();
    let owner = arn::owner(provider_arn).unwrap_or(account.id);
    let permission = Permission::on(action, provider_arn, owner);
    match account.saml_provider(provider_arn) {
        Some(provider) => permission.with_resource_tags(&provider.tags),
        None => permission,
    }
}

/// The provider with exactly this ARN.
///
/// # Errors
/// `NoSuchEntity`; `ValidationError` for what is not a provider's ARN.
pub(super) fn existing<'a>(cx: &Cx<'a>, provider_arn: &str) -> Result<&'a SamlProvider, Error> {
    arn::check_kind(provider_arn, "saml-provider")?;
    let Some(provider) = cx.account().saml_provider(provider_arn) else {
        return Err(Error::no_such_entity(format!(
            "Manifest not found for arn {provider_arn}"
        )));
    };
    Ok(provider)
}

/// Refuses what is not the metadata of one identity provider.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn check_metadata(text: &str) -> Result<(), Error> {
    match Metadata::parse(text) {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::invalid_input("Could not parse metadata.")),
    }
}

/// A private key under a new id, sealed.
///
/// # Errors
/// `InvalidInput` for anything but an RSA key in PEM.
pub(super) fn sealed_key(cx: &Cx, pem: &str) -> Result<SamlKey, Error> {
    let key =
        PrivateKey::from_pem(pem).map_err(|_| Error::invalid_input("Invalid private key."))?;
    let id = cx.seed.base32("saml key id", ID_LETTERS);
    Ok(SamlKey {
        key: cx.keys.seal_saml_key(&id, key.der(), &cx.seed),
        id,
    })
}

/// A new provider's UUID.
pub(super) fn uuid(cx: &Cx) -> String {
    cx.seed.base32("saml provider", ID_LETTERS)
}

/// Refuses to require encryption of whom no key could be opened.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn check_encryption(
    encryption: Option<AssertionEncryption>,
    keys: usize,
) -> Result<(), Error> {
    match encryption {
        Some(AssertionEncryption::Required) if keys == 0 => Err(Error::invalid_input(
            "Unable to set assertion encryption mode to Required because no private key is provided.",
        )),
        _ => Ok(()),
    }
}
