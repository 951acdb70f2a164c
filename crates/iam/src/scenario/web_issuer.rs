//! Issuers of web identity tokens, for scenarios. All of them have one key between them; `https://down.example.com` answers nobody, and
//! `https://odd.example.com` answers something that is no key set.

use crate::work::{Done, KeptKeys, NoKeys, Work};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use federation::oidc::KeySet;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

static KEY: LazyLock<EcdsaKeyPair> =
    LazyLock::new(|| EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap());

/// A token of these claims, issued now and for ten minutes unless they say otherwise. `_kid` and `_alg` are for the header.
pub(super) fn token(claims: &str, wall: Timestamp) -> String {
    let mut claims: Value = serde_json::from_str(claims).unwrap();
    let members = claims.as_object_mut().unwrap();
    let now = wall.as_second();
    members.entry("iat").or_insert(now.into());
    members.entry("exp").or_insert((now + 600).into());
    let kid = members.remove("_kid").unwrap_or("key".into());
    let alg = members.remove("_alg").unwrap_or("ES256".into());
    members.retain(|_, value| !value.is_null());
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!(
        "{}.{}",
        encode(&json!({"alg": alg, "kid": kid})),
        encode(&claims)
    );
    let signature = KEY.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// What an issuer answers who is asked for his keys.
pub(super) fn perform(work: &Work) -> Option<Done> {
    let Work::FetchKeys(request) = work else {
        return None;
    };
    Some(Done::Keys(match request.issuer.as_str() {
        "https://down.example.com" => Err(NoKeys::Unreachable),
        "https://odd.example.com" => Err(NoKeys::Unusable),
        "https://forged.example.com" => Err(NoKeys::Untrusted),
        _ => Ok(Arc::new(key_set())),
    }))
}

/// The keys that were fetched for one answer, for another that finds them at hand.
pub(super) struct AtHand<'a>(&'a [(Work, Done)]);

impl AtHand<'_> {
    /// `None` where there are none.
    pub(super) fn of(done: &[(Work, Done)]) -> Option<AtHand<'_>> {
        let fetched = |(_, done): &(Work, Done)| matches!(done, Done::Keys(Ok(_)));
        done.iter().any(fetched).then_some(AtHand(done))
    }

    /// What was done besides: keys that are newer than those at hand have to be asked for.
    pub(super) fn further(&self) -> Vec<(Work, Done)> {
        let at_hand = |work: &Work| matches!(work, Work::FetchKeys(request) if !request.newer);
        let further = self.0.iter().filter(|(work, _)| !at_hand(work));
        further.cloned().collect()
    }
}

impl KeptKeys for AtHand<'_> {
    fn at_hand(&self, issuer: &str, thumbprints: &[String]) -> Option<Arc<KeySet>> {
        self.0.iter().find_map(|(work, done)| match (work, done) {
            (Work::FetchKeys(request), Done::Keys(Ok(keys)))
                if !request.newer
                    && request.issuer == issuer
                    && request.thumbprints == thumbprints =>
            {
                Some(Arc::clone(keys))
            }
            _ => None,
        })
    }
}

fn key_set() -> KeySet {
    let point = &KEY.public_key().as_ref()[1..];
    let (x, y) = point.split_at(32);
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let key = json!({"kty": "EC", "crv": "P-256", "kid": "key", "x": encode(x), "y": encode(y)});
    KeySet::parse(json!({ "keys": [key] }).to_string().as_bytes()).unwrap()
}
