//! What attackers send besides wrapped signatures.

use crate::maker::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::saml::Refusal;

fn malformed(text: &str) {
    let refusal = take(text).expect_err("a hostile response was taken");
    assert!(matches!(refusal, Refusal::Malformed(_)), "{refusal}");
}

fn unsigned_or_unfit(text: &str) {
    let refusal = take(text).expect_err("a hostile response was taken");
    assert!(
        matches!(refusal, Refusal::Signature(_) | Refusal::Unsigned),
        "{refusal}"
    );
}

#[test]
fn every_change_to_what_is_signed_is_noticed() {
    for (from, to) in [
        (">ann<", ">bob<"),
        ("role/Reader", "role/Admin"),
        (
            r#"Recipient="https://signin"#,
            r#"Recipient="https://Signin"#,
        ),
        (
            "2026-11-21T13:00:00Z\" Recipient",
            "2026-11-22T13:00:00Z\" Recipient",
        ),
        (
            "IssueInstant=\"2026-11-21T12:00:00Z\"><saml:Issuer>",
            "IssueInstant=\"2026-11-21T12:00:01Z\"><saml:Issuer>",
        ),
        (
            "<saml:AuthnStatement ",
            "<saml:AuthnStatement SessionIndex=\"1\" ",
        ),
    ] {
        let changed = response("", &signed_assertion().replace(from, to));
        assert_ne!(changed, good(), "{from}");
        assert_eq!(
            take(&changed).unwrap_err(),
            Refusal::Signature("it does not fit the keys or the content"),
            "{from}"
        );
    }
}

#[test]
fn comments_inside_values_cut_nothing_off() {
    // Signed as `admin.evil`; exclusive canonical form leaves the comment out, so that the signature stays good.
    let signed = sign(
        &IDP,
        &assertion("_a1", &template("_a1", ECDSA_SHA256), "admin.evil"),
    );
    let commented = signed.replace("admin.evil", "admin<!-- -->.evil");
    assert_eq!(
        take(&response("", &commented)).unwrap().subject,
        "admin.evil"
    );
    let role = signed.replace("role/Reader", "role/<!-- -->Rea<![CDATA[d]]>er");
    let said = take(&response("", &role)).unwrap();
    assert!(said.values(ROLE).next().unwrap().contains(":role/Reader,"));
}

/// It goes into a session, whose token must fit into a header.
#[test]
fn a_subject_has_a_length() {
    let about = |name: &str| {
        let text = assertion("_a1", &template("_a1", ECDSA_SHA256), name);
        response("", &sign(&IDP, &text))
    };
    let longest = "n".repeat(1024);
    assert_eq!(take(&about(&longest)).unwrap().subject, longest);
    malformed(&about(&"n".repeat(1025)));
    malformed(&about(""));
}

#[test]
fn comments_inside_signatures_are_refused() {
    let digest = good().replace("<ds:DigestValue>", "<ds:DigestValue><!-- x -->");
    assert_eq!(
        take(&digest).unwrap_err(),
        Refusal::Signature("it holds a comment")
    );
}

#[test]
fn processing_instructions_are_refused() {
    malformed(&good().replace(">ann<", ">a<?x y?>nn<"));
}

#[test]
fn entities_are_neither_expanded_nor_fetched() {
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"#;
    let external = r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>"#;
    let remote = r#"<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">"#;
    for prologue in [laughs, external, remote, "<!DOCTYPE x>"] {
        malformed(&format!("{prologue}{}", good().replace(">ann<", ">&a;<")));
        malformed(&format!("{prologue}{}", good()));
    }
    malformed(&good().replace(">ann<", ">&undeclared;<"));
}

#[test]
fn duplicate_identifiers_are_refused_wherever_and_however_they_stand() {
    for (from, to) in [
        ("<samlp:Status>", r#"<samlp:Status ID="_a1">"#),
        ("<samlp:Status>", r#"<samlp:Status Id="_a1">"#),
        ("<samlp:Status>", r#"<samlp:Status xml:id="_a1">"#),
        ("<samlp:Status>", r#"<samlp:Status AssertionID="_a1">"#),
        ("<samlp:Response ", r#"<samlp:Response id="_other" "#),
    ] {
        malformed(&good().replacen(from, to, 1));
    }
}

fn signed_with(
    uri: &str,
    algorithm: &str,
    canonical: &str,
    transforms: &str,
    digest: &str,
) -> String {
    let signature = shaped_template(uri, algorithm, canonical, transforms, digest, "");
    response("", &sign(&IDP, &assertion("_a1", &signature, "ann")))
}

const TWO: &str = r#"<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>"#;

#[test]
fn the_harness_makes_what_is_taken() {
    assert!(take(&signed_with("#_a1", ECDSA_SHA256, EXCLUSIVE, TWO, SHA256)).is_ok());
}

#[test]
fn other_transforms_are_refused_though_their_signatures_are_good() {
    let enveloped =
        r#"<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>"#;
    let exclusive = r#"<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>"#;
    let inclusive =
        r#"<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>"#;
    let comments =
        r#"<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#WithComments"/>"#;
    let xpath = r#"<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>"#;
    for transforms in [
        enveloped.to_owned(),
        format!("{enveloped}{inclusive}"),
        format!("{enveloped}{comments}"),
        format!("{xpath}{exclusive}"),
        format!("{enveloped}{xpath}{exclusive}"),
        format!("{enveloped}{exclusive}{exclusive}"),
        format!("{exclusive}{enveloped}"),
    ] {
        // A signature that the library cannot make needs no refusing: the shape is looked at first.
        let signature = shaped_template("#_a1", ECDSA_SHA256, EXCLUSIVE, &transforms, SHA256, "");
        let text = assertion("_a1", &signature, "ann");
        assert_eq!(
            take(&response("", &text)).unwrap_err(),
            Refusal::Signature("its transforms are not the two that are taken"),
            "{transforms}"
        );
    }
    let stylesheet = r#"<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>"#;
    let signature = shaped_template("#_a1", ECDSA_SHA256, EXCLUSIVE, stylesheet, SHA256, "");
    unsigned_or_unfit(&response("", &assertion("_a1", &signature, "ann")));
}

#[test]
fn weak_and_unexpected_algorithms_are_refused() {
    let sha1 = "http://www.w3.org/2000/09/xmldsig#sha1";
    assert_eq!(
        take(&signed_with("#_a1", ECDSA_SHA256, EXCLUSIVE, TWO, sha1)).unwrap_err(),
        Refusal::Signature("its digest algorithm is not taken")
    );
    for algorithm in [
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        "none",
        "",
    ] {
        let text = assertion("_a1", &template("_a1", algorithm), "ann");
        assert_eq!(
            take(&response("", &text)).unwrap_err(),
            Refusal::Signature("its algorithm is not taken"),
            "{algorithm}"
        );
    }
    let inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    assert_eq!(
        take(&signed_with("#_a1", ECDSA_SHA256, inclusive, TWO, SHA256)).unwrap_err(),
        Refusal::Signature("its canonical form is not the exclusive one")
    );
}

#[test]
fn a_keyed_hash_under_the_public_key_is_no_signature() {
    let algorithm = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    let der = STANDARD.decode(&IDP.certificate).unwrap();
    let mut keys = bergshamra::KeysManager::new();
    keys.add_key(bergshamra::keys::loader::load_hmac_key(&der).unwrap());
    let text = assertion("_a1", &template("_a1", algorithm), "admin");
    let signed = bergshamra::sign(&bergshamra::DsigContext::new_permissive(keys), &text).unwrap();
    unsigned_or_unfit(&response("", &signed));
}

#[test]
fn references_to_anything_but_their_own_parent_are_refused() {
    for uri in [
        "",
        "#_r1",
        "#_A1",
        "_a1",
        "#xpointer(/)",
        "#xpointer(id('_a1'))",
        "file:///etc/hostname",
        "http://127.0.0.1:1/",
        "cid:x",
    ] {
        let signature = shaped_template(uri, ECDSA_SHA256, EXCLUSIVE, TWO, SHA256, "");
        let text = response("", &assertion("_a1", &signature, "ann"));
        assert_eq!(
            take(&text).unwrap_err(),
            Refusal::Signature("it refers to something else than what it stands in"),
            "{uri}"
        );
    }
}

#[test]
fn two_references_are_refused() {
    let start = signed_assertion();
    let from = start.find("<ds:Reference ").unwrap();
    let to = start.find("</ds:Reference>").unwrap() + "</ds:Reference>".len();
    let twice = format!("{}{}{}", &start[..to], &start[from..to], &start[to..]);
    assert_eq!(
        take(&response("", &twice)).unwrap_err(),
        Refusal::Signature("it does not have exactly one reference")
    );
}

/// X-5.
#[test]
fn an_unsigned_assertion_is_refused_even_in_a_signed_response() {
    let plain = assertion("_a1", "", "ann");
    assert_eq!(take(&response("", &plain)).unwrap_err(), Refusal::Unsigned);
    let signed = sign(&IDP, &response(&template("_r1", ECDSA_SHA256), &plain));
    assert_eq!(take(&signed).unwrap_err(), Refusal::Unsigned);
}

/// X-5.
#[test]
fn a_bad_signature_of_the_response_spoils_a_good_assertion() {
    let signed = sign(
        &EVIL,
        &response(&template("_r1", ECDSA_SHA256), &signed_assertion()),
    );
    let changed = signed_twice().replace(
        "Destination=\"https://signin",
        "Destination=\"https://other",
    );
    for text in [signed, changed] {
        let refusal = take(&text).unwrap_err();
        assert!(matches!(refusal, Refusal::Signature(_)), "{refusal}");
    }
}

#[test]
fn keys_in_the_message_are_never_used() {
    let certificate = format!(
        r#"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"#,
        EVIL.certificate
    );
    let signature = shaped_template("#_a1", ECDSA_SHA256, EXCLUSIVE, TWO, SHA256, &certificate);
    let forged = sign(&EVIL, &assertion("_a1", &signature, "admin"));
    assert_eq!(
        take(&response("", &forged)).unwrap_err(),
        Refusal::Signature("it does not fit the keys or the content")
    );
    // The provider's own certificate may stand there, and changes nothing.
    let own = certificate.replace(&EVIL.certificate, &IDP.certificate);
    let signature = shaped_template("#_a1", ECDSA_SHA256, EXCLUSIVE, TWO, SHA256, &own);
    assert!(
        take(&response(
            "",
            &sign(&IDP, &assertion("_a1", &signature, "ann"))
        ))
        .is_ok()
    );
    for pointer in [
        r##"<ds:RetrievalMethod URI="#_k"/>"##,
        r#"<x:EncryptedKey xmlns:x="http://www.w3.org/2001/04/xmlenc#"/>"#,
    ] {
        let keys = format!("<ds:KeyInfo>{pointer}</ds:KeyInfo>");
        let signature = shaped_template("#_a1", ECDSA_SHA256, EXCLUSIVE, TWO, SHA256, &keys);
        assert_eq!(
            take(&response("", &assertion("_a1", &signature, "ann"))).unwrap_err(),
            Refusal::Signature("its key information is of an unexpected kind")
        );
    }
}

#[test]
fn a_signature_anywhere_else_is_refused() {
    let stray = format!(
        "<samlp:Extensions>{}</samlp:Extensions><samlp:Status>",
        template("_a1", ECDSA_SHA256)
    );
    unsigned_or_unfit(&good().replace("<samlp:Status>", &stray));
    // Two of them on one element.
    let (first, second) = (template("_a1", ECDSA_SHA256), template("_a1", ECDSA_SHA256));
    unsigned_or_unfit(&response(
        "",
        &assertion("_a1", &format!("{first}{second}"), "ann"),
    ));
}

#[test]
fn gigantic_input_is_refused_before_it_is_parsed() {
    let deep = format!("{}{}", "<a>".repeat(8000), "</a>".repeat(8000));
    malformed(&deep);
    let nested = format!(
        "<samlp:Extensions>{}{}</samlp:Extensions><samlp:Status>",
        "<a>".repeat(100),
        "</a>".repeat(100)
    );
    malformed(&good().replace("<samlp:Status>", &nested));
    let attributes: String = (0..600).map(|n| format!(" a{n}=''")).collect();
    malformed(&good().replace("<samlp:Status>", &format!("<samlp:Status{attributes}>")));
    let namespaces: String = (0..300)
        .map(|n| format!("<a{n} xmlns:n{n}='u'/>"))
        .collect();
    malformed(&good().replace(
        "<samlp:Status>",
        &format!("<samlp:Extensions>{namespaces}</samlp:Extensions><samlp:Status>"),
    ));
    malformed(&good().replace(">ann<", &format!(">{}<", "a".repeat(200_000))));
}

/// Both would cost seconds, or hundreds of megabytes, before anybody is known.
#[test]
fn what_canonical_forms_would_multiply_is_refused() {
    let listed = |count: usize| {
        let prefixes: Vec<String> = (0..count).map(|n| format!("p{n}")).collect();
        let list = format!(
            r#"Transform Algorithm="{EXCLUSIVE}"><ec:InclusiveNamespaces xmlns:ec="{EXCLUSIVE}" PrefixList="{}"/></ds:Transform>"#,
            prefixes.join(" ")
        );
        let plain = format!(r#"Transform Algorithm="{EXCLUSIVE}"/>"#);
        let signature = template("_a1", ECDSA_SHA256).replace(&plain, &list);
        take(&response(
            "",
            &sign(&IDP, &assertion("_a1", &signature, "ann")),
        ))
    };
    assert!(listed(32).is_ok());
    assert_eq!(
        listed(33).unwrap_err(),
        Refusal::Signature("its transforms are not the two that are taken")
    );
    let named = |bytes: usize| {
        let name = format!("urn:{}", "n".repeat(bytes - 4));
        take(&good().replace(
            "<samlp:Status>",
            &format!("<samlp:Status xmlns:n='{name}'>"),
        ))
    };
    assert!(named(1024).is_ok());
    assert_eq!(
        named(1025).unwrap_err(),
        Refusal::Malformed("a namespace has too long a name")
    );
}

#[test]
fn what_is_not_a_response_is_refused() {
    for text in [
        "",
        "<",
        "hello",
        "<a/>",
        "<samlp:Response xmlns:samlp='urn:other'/>",
        &signed_assertion(),
        "\u{0}",
    ] {
        malformed(text);
    }
}
