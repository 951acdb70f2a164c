//! What an account publishes as an issuer, so that others can verify its tokens: discovery and keys.

use crate::settings::Settings;
use crate::state::{Outbound, State};
use jiff::Timestamp;
use serde_json::{Value, json};

const PREFIX: &str = "/oidc/";

/// The issuer's URL, as tokens name it.
pub(crate) fn issuer_url(settings: &Settings, outbound: &Outbound) -> String {
    format!("{}{PREFIX}{}", settings.public_url, outbound.issuer)
}

/// Whether an issuer is an account of this server.
pub(crate) fn is_account(state: &State, issuer: &str) -> bool {
    let Some((_, id)) = issuer.rsplit_once(PREFIX) else {
        return false;
    };
    let mut accounts = state.accounts();
    accounts.any(|account| {
        let outbound = account.outbound.as_ref();
        outbound.is_some_and(|outbound| outbound.issuer == id)
    })
}

/// The document at this path of the server, for anybody: discovery or keys of an account that issues tokens, as of `now`, the time
/// that decisions see. `None` if there is none.
#[must_use]
pub fn issuer_document(
    state: &State,
    settings: &Settings,
    path: &str,
    now: Timestamp,
) -> Option<String> {
    let (issuer, document) = path.strip_prefix(PREFIX)?.split_once('/')?;
    let outbound = state
        .accounts()
        .filter_map(|account| account.outbound.as_ref())
        .find(|outbound| outbound.enabled && outbound.issuer == issuer)?;
    let document = match document {
        ".well-known/openid-configuration" => discovery(&issuer_url(settings, outbound)),
        ".well-known/jwks.json" => keys(outbound, now),
        _ => return None,
    };
    Some(document.to_string())
}

fn discovery(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES384"],
        "claims_supported": ["aud", "exp", "iat", "iss", "jti", "sub"],
    })
}

fn keys(outbound: &Outbound, now: Timestamp) -> Value {
    let keys = outbound.published(now).into_iter().flat_map(|key| {
        [
            json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": format!("{}-RS256", key.id), "n": key.n, "e": key.e}),
            json!({"kty": "EC", "use": "sig", "alg": "ES384", "kid": format!("{}-ES384", key.id), "crv": "P-384", "x": key.x, "y": key.y}),
        ]
    });
    json!({"keys": keys.collect::<Vec<_>>()})
}
