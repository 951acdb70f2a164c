//! Letters and white space as XML has them: what a signature is over, however the document is written.

use crate::maker::*;
use federation::saml::Refusal;

const UNFIT: Refusal = Refusal::Signature("it does not fit the keys or the content");

/// A response about `subject` with `value` as its last attribute value and `recipient` as its recipient, signed as it stands.
fn signed(subject: &str, recipient: &str, value: &str) -> String {
    let text = assertion("_a1", &template("_a1", ECDSA_SHA256), subject)
        .replace("https://signin.aws.amazon.com/saml", recipient)
        .replace(
            "</saml:AttributeStatement>",
            &format!(r#"<saml:Attribute Name="x"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>"#),
        );
    response("", &sign(&IDP, &text))
}

#[test]
fn white_space_in_attributes_is_spaces() {
    let text = signed("ann", "https://a b", "v");
    for white_space in ["\n", "\t", "\r", "\r\n"] {
        let broken = text.replace("https://a b", &format!("https://a{white_space}b"));
        assert_eq!(take(&broken).unwrap().recipient, "https://a b");
    }
    // Where a reference names it, it is what it is: others than spaces were signed.
    let text = signed("ann", "https://a&#10;b", "v");
    assert_eq!(take(&text).unwrap().recipient, "https://a\nb");
    assert_eq!(
        take(&text.replace("&#10;", "&#xA;")).unwrap().recipient,
        "https://a\nb"
    );
    assert_eq!(take(&text.replace("&#10;", "\n")).unwrap_err(), UNFIT);
}

#[test]
fn lines_end_alike_everywhere() {
    let text = signed("ann", "https://a", "one\ntwo<![CDATA[\nthree]]>");
    for end in ["\r\n", "\r"] {
        let said = take(&text.replace('\n', end)).unwrap();
        assert_eq!(said.values("x").next(), Some("one\ntwo\nthree"));
    }
    let text = signed("ann", "https://a", "one&#13;two");
    assert_eq!(take(&text).unwrap().values("x").next(), Some("one\rtwo"));
    assert_eq!(take(&text.replace("&#13;", "\r")).unwrap_err(), UNFIT);
}

/// Two people for whoever signs are two for whoever reads.
#[test]
fn white_space_that_xml_does_not_know_is_part_of_a_name() {
    for name in [
        "admin\u{a0}",
        "\u{2003}admin",
        "admin\u{85}",
        "admin\u{2028}",
    ] {
        assert_eq!(take(&signed(name, "https://a", "v")).unwrap().subject, name);
    }
    assert_eq!(
        take(&signed("\t ann\n", "https://a", "v")).unwrap().subject,
        "ann"
    );
}

#[test]
fn a_declaration_may_only_say_what_is_so() {
    let declared = |declaration: &str, text: &str| take(&format!("<?xml {declaration}?>{text}"));
    let text = good();
    for declaration in [
        r#"version="1.0""#,
        r#"version="1.0" encoding="UTF-8""#,
        "version='1.0' encoding='utf-8' standalone='no'",
        r#"version="1.0" encoding="ISO-8859-1""#,
        r#"version="1.0" encoding="us-ascii""#,
    ] {
        assert_eq!(declared(declaration, &text).unwrap().subject, "ann");
    }
    for encoding in ["UTF-16", "UTF-7", "Shift_JIS", "EBCDIC-CP-US"] {
        let declaration = format!(r#"version="1.0" encoding="{encoding}""#);
        let refusal = declared(&declaration, &text).unwrap_err();
        assert!(matches!(refusal, Refusal::Malformed(_)), "{encoding}");
    }
    let other = declared(r#"version="1.1""#, &text).unwrap_err();
    assert_eq!(other, Refusal::Malformed("its version of XML is not 1.0"));
    // The same bytes are other letters in Latin-1.
    let letters = signed("änne", "https://a", "v");
    assert_eq!(
        declared(r#"version="1.0" encoding="UTF-8""#, &letters)
            .unwrap()
            .subject,
        "änne"
    );
    let latin = declared(r#"version="1.0" encoding="ISO-8859-1""#, &letters).unwrap_err();
    assert_eq!(
        latin,
        Refusal::Malformed("it is declared to be in another encoding than UTF-8")
    );
}

#[test]
fn what_namespaces_do_not_know_is_refused_where_nothing_is_signed_too() {
    for (attribute, refusal) in [
        ("xmlns:a='urn:a' a:b:c=''", "a name has two colons"),
        ("xmlns:a=''", "a prefix is bound to nothing"),
        ("xmlns:a='a'", "a namespace has no absolute name"),
        ("xmlns='../a:b'", "a namespace has no absolute name"),
        ("xmlns:a='urn:a b'", "a namespace has no absolute name"),
        ("xmlns:a=' urn:a'", "a namespace has no absolute name"),
    ] {
        let text = good().replace("<samlp:Status>", &format!("<samlp:Status {attribute}>"));
        assert_eq!(take(&text).unwrap_err(), Refusal::Malformed(refusal));
    }
    let text = good().replace(
        "<samlp:Status>",
        "<samlp:Status xmlns:a='x-b+c.1:' xmlns='urn:ä'>",
    );
    assert_eq!(take(&text).unwrap().subject, "ann");
}
