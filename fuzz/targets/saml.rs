//! SAML metadata and responses: nothing stops the reader, and of the seeds nothing can be made that says something else.

#![no_main]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::saml::{Encryption, Metadata, Trust, verify};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PROVIDER: LazyLock<Metadata> = LazyLock::new(|| {
    Metadata::parse(include_str!("../seeds/saml/metadata")).expect("the seed is good metadata")
});

fuzz_target!(|text: &str| {
    let _ = Metadata::parse(text);
    let trust = Trust {
        metadata: &PROVIDER,
        private_keys: &[],
        encryption: Encryption::Allowed,
    };
    let now = "2026-11-22T00:00:00Z".parse().expect("a constant");
    if let Ok(said) = verify(&STANDARD.encode(text), &trust, now) {
        // Nobody here has the provider's key: whatever is believed was said by a seed.
        assert_eq!(said.subject, "ann");
        assert_eq!(said.recipient, "https://signin.aws.amazon.com/saml");
        let named = said.values("https://aws.amazon.com/SAML/Attributes/RoleSessionName");
        assert_eq!(named.collect::<Vec<_>>(), ["ann"]);
    }
});
