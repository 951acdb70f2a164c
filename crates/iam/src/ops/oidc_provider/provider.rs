//! Providers by ARN: permissions on them, that they exist, and what they may hold.

use crate::authorize::Permission;
use crate::operation::Cx;
use crate::state::OidcProvider;
use crate::{Error, arn};
use std::collections::BTreeSet;

/// The most thumbprints of a provider.
const THUMBPRINTS_MAX: usize = 5;

/// `action` on a provider, with its tags.
pub(super) fn permission<'a>(cx: &Cx<'a>, action: &'static str, arn: &'a str) -> Permission<'a> {
    let account = cx.account();
    let owner = arn::owner(arn).unwrap_or(account.id);
    let permission = Permission::on(action, arn, owner);
    match account.oidc_provider(arn) {
        Some(provider) => permission.with_resource_tags(&provider.tags),
        None => permission,
    }
}

/// The provider with exactly this ARN.
///
/// # Errors
/// `NoSuchEntity`; those of [`check_arn`].
pub(super) fn existing<'a>(cx: &Cx<'a>, arn: &str) -> Result<&'a OidcProvider, Error> {
    check_arn(arn)?;
    let Some(provider) = cx.account().oidc_provider(arn) else {
        return Err(Error::no_such_entity(format!(
            "OpenIDConnect Provider not found for arn {arn}"
        )));
    };
    Ok(provider)
}

/// Refuses what cannot be the ARN of a provider.
///
/// # Errors
/// `ValidationError`, `InvalidInput`.
pub(super) fn check_arn(arn: &str) -> Result<(), Error> {
    // An issuer's URL may end in a slash, as no other name does.
    arn::check_kind(arn.trim_end_matches('/'), "oidc-provider")
}

/// Refuses more client ids than a provider may have.
///
/// # Errors
/// `LimitExceeded` in AWS's words.
pub(super) fn check_client_ids(cx: &Cx, count: usize) -> Result<(), Error> {
    cx.settings.quotas.client_ids_per_oidc_provider.fits(count)
}

/// Refuses thumbprints that are too many or no SHA-1 digests.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn check_thumbprints(thumbprints: &[String]) -> Result<(), Error> {
    if thumbprints.len() > THUMBPRINTS_MAX {
        return Err(Error::invalid_input(
            "Thumbprint list must contain fewer than 5 entries.",
        ));
    }
    let is_digest =
        |text: &String| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !thumbprints.iter().all(is_digest) {
        return Err(Error::invalid_input(
            "Thumbprint must be a 40-character hexadecimal string.",
        ));
    }
    Ok(())
}

/// The same texts, each once, in their first order.
pub(super) fn unique(texts: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts
        .iter()
        .filter(|text| seen.insert(text.as_str()))
        .cloned()
        .collect()
}
