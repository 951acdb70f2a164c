//! The signature library's own verdict beside ours, which takes its canonical forms from it and nothing else.

use crate::maker::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bergshamra::keys::loader::load_x509_cert_der;
use bergshamra::{DsigContext, KeysManager, VerifyResult, verify_all};

/// Whether the library, trusting the provider's key alone, finds every signature valid.
fn library(text: &str) -> bool {
    let mut keys = KeysManager::new();
    keys.add_key(load_x509_cert_der(&STANDARD.decode(&IDP.certificate).unwrap()).unwrap());
    verify_all(&DsigContext::new(keys), text)
        .is_ok_and(|verdicts| verdicts.iter().all(VerifyResult::is_valid))
}

#[test]
fn what_is_believed_of_changed_responses_the_library_believes_too() {
    let text = signed_twice();
    let mut believed = 0;
    for place in 0..text.len() {
        let (before, after) = text.split_at(place);
        for changed in [
            format!("{before}{}", &after[1..]),
            format!("{before} {after}"),
        ] {
            if let Ok(said) = take(&changed) {
                believed += 1;
                assert!(library(&changed), "{changed}");
                assert_eq!(said.subject, "ann");
            }
        }
    }
    // White space inside tags says nothing, and that in base64 neither.
    assert!(believed > 100, "{believed}");
}

/// Both forms are made with prefixes that only a list keeps.
#[test]
fn listed_prefixes_are_part_of_what_is_signed() {
    let listed = |prefixes: &str| {
        let list = format!(
            r#"Algorithm="{EXCLUSIVE}"><ec:InclusiveNamespaces xmlns:ec="{EXCLUSIVE}" PrefixList="{prefixes}"/></ds:"#
        );
        template("_a1", ECDSA_SHA256)
            .replace(
                &format!(r#"CanonicalizationMethod Algorithm="{EXCLUSIVE}"/>"#),
                &format!("CanonicalizationMethod {list}CanonicalizationMethod>"),
            )
            .replace(
                &format!(r#"Transform Algorithm="{EXCLUSIVE}"/>"#),
                &format!("Transform {list}Transform>"),
            )
    };
    let typed = |signature: &str| {
        let text = assertion("_a1", signature, "ann").replace(
            "<saml:AttributeValue>",
            r#"<saml:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">"#,
        );
        response("", &text).replacen(
            "<samlp:Response ",
            r#"<samlp:Response xmlns="urn:default" xmlns:xs="http://www.w3.org/2001/XMLSchema" "#,
            1,
        )
    };
    for prefixes in ["xs", "xs #default", "  xs  unknown "] {
        let signed = sign(&IDP, &typed(&listed(prefixes)));
        assert!(library(&signed));
        assert_eq!(take(&signed).unwrap().subject, "ann", "{prefixes}");
        // What a list keeps cannot be bound to anything else.
        let rebound = signed.replace("2001/XMLSchema\"", "2001/XMLOther\"");
        assert_ne!(rebound, signed);
        assert!(take(&rebound).is_err(), "{prefixes}");
    }
    // Without a list, nothing binds a prefix that stands in a value only.
    let signed = sign(&IDP, &typed(&template("_a1", ECDSA_SHA256)));
    let rebound = signed.replace("2001/XMLSchema\"", "2001/XMLOther\"");
    assert!(take(&rebound).is_ok() && library(&rebound));
}

#[test]
fn every_curve_is_taken() {
    for (algorithm, name) in [
        (&rcgen::PKCS_ECDSA_P256_SHA256, "ecdsa-sha256"),
        (&rcgen::PKCS_ECDSA_P384_SHA384, "ecdsa-sha384"),
        (&rcgen::PKCS_ECDSA_P521_SHA512, "ecdsa-sha256"),
        (&rcgen::PKCS_ECDSA_P521_SHA512, "ecdsa-sha512"),
    ] {
        let signer = Signer::new(algorithm);
        let uri = format!("http://www.w3.org/2001/04/xmldsig-more#{name}");
        let signed = sign(&signer, &assertion("_a1", &template("_a1", &uri), "ann"));
        let text = response("", &signed);
        assert_eq!(take_from(&signer, &text).unwrap().subject, "ann", "{name}");
        // A signature of one kind is no signature by a key of another.
        let rsa = Signer::new(&rcgen::PKCS_RSA_SHA256);
        assert!(take_from(&rsa, &text).is_err());
        let claimed = text.replace(&uri, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
        assert!(take_from(&signer, &claimed).is_err());
    }
}
