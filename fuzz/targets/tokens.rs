//! Any bytes as a web identity token, as its parts, as a key set and as a discovery document. Nobody has the private key of the
//! issuer here, so whatever is read, nothing is ever believed.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use federation::oidc::{Expected, KeySet, Token, jwks_uri};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const ISSUER: &str = "https://id.example.com";

/// The point is the generator of P-256: its private key is 1, which a fuzzer does not sign with.
static KEYS: LazyLock<KeySet> = LazyLock::new(|| {
    let text = br#"{"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}]}"#;
    let keys = KeySet::parse(text).expect("the key set is a constant");
    assert_eq!(keys.len(), 1);
    keys
});

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        believed_by_nobody(text);
    }
    let mut parts = data.splitn(3, |byte| *byte == 0);
    let mut part = || URL_SAFE_NO_PAD.encode(parts.next().unwrap_or_default());
    let (header, claims, signature) = (part(), part(), part());
    believed_by_nobody(&format!("{header}.{claims}.{signature}"));
    if let Ok(keys) = KeySet::parse(data) {
        assert!(keys.len() <= 200);
    }
    if let Ok(uri) = jwks_uri(data, ISSUER) {
        assert!(uri.len() <= data.len());
    }
});

fn believed_by_nobody(text: &str) {
    let Ok(token) = Token::read(text) else {
        return;
    };
    let client_ids = ["app".to_owned()];
    let expected = Expected {
        issuer: ISSUER,
        client_ids: &client_ids,
        now: 1_800_000_000,
    };
    assert!(token.verify(&KEYS, &expected).is_err());
}
