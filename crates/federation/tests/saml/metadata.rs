//! Metadata documents, as providers publish them and as they must not be.

use crate::maker::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::saml::{Metadata, PrivateKey};

#[test]
fn the_entity_and_the_end_of_the_document_are_read() {
    let text =
        metadata_text(&IDP).replace("entityID", r#"validUntil="2027-01-01T00:00:00Z" entityID"#);
    let metadata = Metadata::parse(&format!("\u{feff}<?xml version=\"1.0\"?>\n{text}")).unwrap();
    assert_eq!(metadata.entity_id(), ENTITY);
    assert_eq!(
        metadata.valid_until(),
        Some("2027-01-01T00:00:00Z".parse().unwrap())
    );
    assert_eq!(
        Metadata::parse(&metadata_text(&IDP)).unwrap().valid_until(),
        None
    );
}

/// X-1.
#[test]
fn what_is_not_the_metadata_of_one_provider_is_refused() {
    let good = metadata_text(&IDP);
    let weak = "MIIBszCCARygAwIBAgIBATANBgkqhkiG9w0BAQsFADAAMB4XDTI2";
    for (why, text) in [
        ("not XML", "hello".to_owned()),
        ("cut off", good[..good.len() - 9].to_owned()),
        (
            "another root",
            good.replace("md:EntityDescriptor", "md:EntitiesDescriptor"),
        ),
        ("no entity", good.replace("entityID", "entity")),
        ("an empty entity", good.replace(ENTITY, " ")),
        (
            "no role",
            good.replace("md:IDPSSODescriptor", "md:SPSSODescriptor"),
        ),
        (
            "keys to encrypt with only",
            good.replace(r#"use="signing""#, r#"use="encryption""#),
        ),
        (
            "no certificate",
            good.replace("ds:X509Certificate", "ds:X509SKI"),
        ),
        (
            "a certificate that is none",
            good.replace(&IDP.certificate, weak),
        ),
        (
            "a certificate that is not base64",
            good.replace(&IDP.certificate, "!!!!"),
        ),
        (
            "a time that is none",
            good.replace("entityID", r#"validUntil="soon" entityID"#),
        ),
        (
            "a document type",
            format!("<!DOCTYPE x [<!ENTITY e \"x\">]>{good}"),
        ),
    ] {
        assert!(Metadata::parse(&text).is_err(), "{why}");
    }
}

/// Each name might be looked up among all declarations.
#[test]
fn many_names_and_many_declarations_are_not_taken_together() {
    let with = |declarations: usize, elements: usize| {
        let outer: String = (0..declarations / 250)
            .map(|level| {
                let declared: String = (0..250)
                    .map(|n| format!(" xmlns:p{level}x{n}='urn:x'"))
                    .collect();
                format!("<md:x{declared}>")
            })
            .collect();
        let inside = format!(
            "{outer}{}{}</md:IDPSSODescriptor>",
            "<md:y/>".repeat(elements),
            "</md:x>".repeat(declarations / 250)
        );
        Metadata::parse(&metadata_text(&IDP).replace("</md:IDPSSODescriptor>", &inside))
    };
    assert!(with(2_500, 100).is_ok());
    assert!(with(250, 50_000).is_ok());
    assert_eq!(
        with(2_500, 50_000).unwrap_err().to_string(),
        "the metadata is not acceptable: it declares too many namespaces"
    );
}

#[test]
fn a_private_key_is_taken_in_both_wrappings_and_not_when_weak_or_of_another_kind() {
    let rsa = Signer::new(&rcgen::PKCS_RSA_SHA256);
    let key = PrivateKey::from_pem(&rsa.pem).unwrap();
    assert_eq!(PrivateKey::from_der(key.der()).unwrap().der(), key.der());
    assert_eq!(format!("{key:?}"), "PrivateKey(…)");
    // What stands in the envelope of PKCS #8, under its older label.
    let bare = STANDARD.encode(&key.der()[26..]);
    let older = format!("-----BEGIN RSA PRIVATE KEY-----\n{bare}\n-----END RSA PRIVATE KEY-----");
    assert_eq!(PrivateKey::from_pem(&older).unwrap().der(), key.der());
    assert!(PrivateKey::from_pem(&EVIL.pem).is_err());
    assert!(
        PrivateKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
            .is_err()
    );
    assert!(PrivateKey::from_pem("").is_err());
}
