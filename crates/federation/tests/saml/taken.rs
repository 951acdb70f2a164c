//! What is taken, and what is read from it.

use crate::maker::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::saml::{Encryption, Metadata, Refusal, Trust, verify};

#[test]
fn a_signed_assertion_is_taken_and_read() {
    let said = take(&good()).unwrap();
    assert_eq!(said.id, "_a1");
    assert_eq!(said.issuer, ENTITY);
    assert_eq!(said.subject, "ann");
    assert_eq!(
        said.subject_format,
        "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
    );
    assert_eq!(said.recipient, "https://signin.aws.amazon.com/saml");
    assert_eq!(
        said.not_on_or_after,
        "2026-11-21T13:00:00Z".parse().unwrap()
    );
    assert_eq!(said.session_not_on_or_after, None);
    let roles: Vec<&str> = said.values(ROLE).collect();
    assert_eq!(
        roles,
        ["arn:aws:iam::123456789012:role/Reader,arn:aws:iam::123456789012:saml-provider/Idp"]
    );
}

/// X-5: the response's own signature may be there. That it must then be good is in hostile.rs.
#[test]
fn a_response_that_is_signed_as_well_is_taken() {
    assert_eq!(take(&signed_twice()).unwrap().subject, "ann");
}

#[test]
fn rsa_and_every_taken_digest_are_taken() {
    let signer = Signer::new(&rcgen::PKCS_RSA_SHA256);
    for name in ["rsa-sha256", "rsa-sha384", "rsa-sha512"] {
        let algorithm = format!("http://www.w3.org/2001/04/xmldsig-more#{name}");
        let signed = sign(
            &signer,
            &assertion("_a1", &template("_a1", &algorithm), "ann"),
        );
        assert_eq!(
            take_from(&signer, &response("", &signed)).unwrap().subject,
            "ann",
            "{name}"
        );
    }
}

#[test]
fn one_of_several_certificates_is_enough_while_keys_are_rolled_over() {
    let metadata = metadata_text(&EVIL).replace(
        "</md:KeyDescriptor>",
        &format!(
            r#"</md:KeyDescriptor><md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"#,
            IDP.certificate
        ),
    );
    let metadata = Metadata::parse(&metadata).unwrap();
    let trust = Trust {
        metadata: &metadata,
        private_keys: &[],
        encryption: Encryption::Allowed,
    };
    let posted = STANDARD.encode(good());
    assert!(verify(&posted, &trust, now()).is_ok());
}

/// X-5: the metadata hold the certificate, and that counts.
#[test]
fn a_certificate_that_has_run_out_still_signs() {
    let signer = Signer::until(2020);
    let signed = sign(
        &signer,
        &assertion("_a1", &template("_a1", ECDSA_SHA256), "ann"),
    );
    assert_eq!(
        take_from(&signer, &response("", &signed)).unwrap().subject,
        "ann"
    );
}

/// X-7, U40: nothing but that moment ends it, an hour after it was issued as little as a second before.
#[test]
fn an_assertion_is_over_at_not_on_or_after() {
    let at = |moment: &str| {
        let metadata = Metadata::parse(&metadata_text(&IDP)).unwrap();
        let trust = Trust {
            metadata: &metadata,
            private_keys: &[],
            encryption: Encryption::Allowed,
        };
        let posted = STANDARD.encode(good());
        verify(&posted, &trust, moment.parse().unwrap()).map(|said| said.subject)
    };
    assert_eq!(at("2026-11-21T12:59:59.999Z"), Ok("ann".to_owned()));
    assert_eq!(at("2026-11-21T13:00:00Z"), Err(Refusal::Expired));
    // X-7: `NotBefore` is read and not enforced.
    assert_eq!(at("2026-11-21T11:00:00Z"), Ok("ann".to_owned()));
}

/// X-7: whose the recipient is, a trust policy may ask; for whom else the assertion is meant, nobody asks.
#[test]
fn for_whom_an_assertion_is_meant_is_not_asked() {
    let unsigned = assertion("_a1", &template("_a1", ECDSA_SHA256), "ann")
        .replace("urn:amazon:webservices", "urn:somebody:else")
        .replace("https://signin.aws.amazon.com/saml", "https://elsewhere");
    let said = take(&response("", &sign(&IDP, &unsigned))).unwrap();
    assert_eq!(said.recipient, "https://elsewhere");
}

#[test]
fn the_earliest_end_of_several_counts() {
    let unsigned = assertion("_a1", &template("_a1", ECDSA_SHA256), "ann")
        .replace(
            r#"NotBefore="2026-11-21T12:00:00Z" NotOnOrAfter="2026-11-21T13:00:00Z""#,
            r#"NotBefore="2026-11-21T12:00:00Z" NotOnOrAfter="2026-11-21T12:45:00Z""#,
        )
        .replace(
            "<saml:AuthnStatement ",
            r#"<saml:AuthnStatement SessionNotOnOrAfter="2026-11-21T20:00:00Z" "#,
        );
    let said = take(&response("", &sign(&IDP, &unsigned))).unwrap();
    assert_eq!(
        said.not_on_or_after,
        "2026-11-21T12:45:00Z".parse().unwrap()
    );
    assert_eq!(
        said.session_not_on_or_after,
        Some("2026-11-21T20:00:00Z".parse().unwrap())
    );
}

#[test]
fn another_issuer_is_refused_as_such_whoever_signed() {
    let unsigned = assertion("_a1", &template("_a1", ECDSA_SHA256), "ann")
        .replace(ENTITY, "https://other.example.com");
    let of_other = response("", &sign(&IDP, &unsigned));
    assert_eq!(take(&of_other).unwrap_err(), Refusal::Issuer);
    let sender = good().replacen(ENTITY, "https://other.example.com", 1);
    assert_eq!(take(&sender).unwrap_err(), Refusal::Issuer);
}

/// X-6.
#[test]
fn what_an_assertion_must_have_is_missed() {
    let confirmation = r#"<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="2026-11-21T13:00:00Z" Recipient="https://signin.aws.amazon.com/saml"/></saml:SubjectConfirmation>"#;
    for (part, instead) in [
        (confirmation, ""),
        (confirmation, &confirmation.repeat(2)),
        (
            r#"<saml:SubjectConfirmationData NotOnOrAfter="2026-11-21T13:00:00Z" Recipient="https://signin.aws.amazon.com/saml"/>"#,
            "",
        ),
        (
            r#"<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ann</saml:NameID>"#,
            "",
        ),
        (
            r#"Recipient="https://signin.aws.amazon.com/saml""#,
            r#"Recipient="""#,
        ),
        (
            r#" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent""#,
            "",
        ),
        (r#" Recipient="https://signin.aws.amazon.com/saml""#, ""),
        (
            r#"SubjectConfirmationData NotOnOrAfter="2026-11-21T13:00:00Z""#,
            "SubjectConfirmationData",
        ),
        ("saml:Conditions", "saml:Advice"),
        ("saml:AuthnStatement", "saml:AuthzDecisionStatement"),
        (
            r#"NotBefore="2026-11-21T12:00:00Z""#,
            r#"NotBefore="yesterday""#,
        ),
        ("cm:bearer", "cm:holder-of-key"),
        (
            r#"Version="2.0" IssueInstant"#,
            r#"Version="1.1" IssueInstant"#,
        ),
    ] {
        let unsigned = assertion("_a1", &template("_a1", ECDSA_SHA256), "ann");
        let without = unsigned.replace(part, instead);
        assert_ne!(without, unsigned, "{part}");
        let refusal = take(&response("", &sign(&IDP, &without))).unwrap_err();
        assert!(
            matches!(refusal, Refusal::Malformed(_)),
            "{part}: {refusal}"
        );
    }
}

/// Whether it holds an assertion or, as is usual, none (S-51).
#[test]
fn a_response_that_reports_failure_is_refused_as_such() {
    let failed = good().replace("status:Success", "status:Responder");
    assert_eq!(take(&failed).unwrap_err(), Refusal::Failed);
    let empty = response("", "").replace("status:Success", "status:Requester");
    assert_eq!(take(&empty).unwrap_err(), Refusal::Failed);
}

/// SAML has times in UTC, whether they say so or not; the end of all time is a time.
#[test]
fn times_are_taken_as_providers_write_them() {
    let unsigned = assertion("_a1", &template("_a1", ECDSA_SHA256), "ann")
        .replace("2026-11-21T13:00:00Z", "2026-11-21T13:00:00")
        .replace(
            "<saml:AuthnStatement ",
            r#"<saml:AuthnStatement SessionNotOnOrAfter="9999-12-31T23:59:59Z" "#,
        );
    let said = take(&response("", &sign(&IDP, &unsigned))).unwrap();
    assert_eq!(
        said.not_on_or_after,
        "2026-11-21T13:00:00Z".parse().unwrap()
    );
    assert_eq!(said.session_not_on_or_after, Some(jiff::Timestamp::MAX));
}
