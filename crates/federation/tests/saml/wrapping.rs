//! The eight classic forms of signature wrapping: the signed assertion is moved somewhere, a forged one takes its place.

use crate::maker::*;
use federation::saml::Refusal;

fn refused(text: &str) {
    let refusal = take(text).expect_err("a wrapped response was taken");
    assert!(
        matches!(
            refusal,
            Refusal::Malformed(_) | Refusal::Signature(_) | Refusal::Unsigned
        ),
        "{refusal}"
    );
}

/// The signature element of the whole response, and the response without it.
fn apart(signed: &str) -> (String, String) {
    let start = signed.find("<ds:Signature ").unwrap();
    let end = start + signed[start..].find("</ds:Signature>").unwrap() + "</ds:Signature>".len();
    (
        signed[start..end].to_owned(),
        format!("{}{}", &signed[..start], &signed[end..]),
    )
}

/// A forged response with `inside` within its (still valid) signature element.
fn forged_response(signature: &str) -> String {
    response(signature, &forged_assertion("_evil")).replace("_r1\"", "_evil_response\"")
}

#[test]
fn the_first_form_forged_response_around_the_signed_one_in_its_signature() {
    let (signature, original) = apart(&signed_twice());
    let holding = signature.replace("</ds:Signature>", &format!("{original}</ds:Signature>"));
    refused(&forged_response(&holding));
}

#[test]
fn the_second_form_signed_response_before_the_signature_in_a_forged_one() {
    let (signature, original) = apart(&signed_twice());
    refused(&forged_response(&format!("{original}{signature}")));
}

#[test]
fn the_third_form_forged_assertion_before_the_signed_one() {
    let both = format!("{}{}", forged_assertion("_evil"), signed_assertion());
    refused(&response("", &both));
}

#[test]
fn the_fourth_form_signed_assertion_as_child_of_the_forged_one() {
    let holding = forged_assertion("_evil").replace(
        "</saml:Assertion>",
        &format!("{}</saml:Assertion>", signed_assertion()),
    );
    refused(&response("", &holding));
}

#[test]
fn the_fifth_form_signature_moved_into_the_forged_assertion_the_original_at_the_end() {
    let (signature, original) = apart(&signed_assertion());
    let forged = assertion("_evil", &signature, "admin");
    refused(&response("", &format!("{forged}{original}")));
}

#[test]
fn the_sixth_form_original_assertion_inside_the_moved_signature() {
    let (signature, original) = apart(&signed_assertion());
    let holding = signature.replace("</ds:Signature>", &format!("{original}</ds:Signature>"));
    refused(&response("", &assertion("_evil", &holding, "admin")));
}

#[test]
fn the_seventh_form_original_assertion_in_extensions() {
    let extensions = format!(
        "<samlp:Extensions>{}</samlp:Extensions>",
        signed_assertion()
    );
    let wrapped = response("", &forged_assertion("_evil"))
        .replace("<samlp:Status>", &format!("{extensions}<samlp:Status>"));
    refused(&wrapped);
}

#[test]
fn the_eighth_form_original_assertion_in_an_object_of_the_moved_signature() {
    let (signature, original) = apart(&signed_assertion());
    let object = format!("<ds:Object>{original}</ds:Object></ds:Signature>");
    let holding = signature.replace("</ds:Signature>", &object);
    refused(&response("", &assertion("_evil", &holding, "admin")));
}

#[test]
fn the_forged_assertion_may_not_have_the_signed_ones_identifier_either() {
    for form in [
        format!("{}{}", forged_assertion("_a1"), signed_assertion()),
        format!("{}{}", signed_assertion(), forged_assertion("_a1")),
    ] {
        refused(&response("", &form));
    }
}

#[test]
fn an_assertion_in_another_namespace_is_no_place_to_hide() {
    let hidden = signed_assertion()
        .replace("saml:Assertion", "other:Assertion")
        .replacen(
            "<other:Assertion",
            r#"<other:Assertion xmlns:other="urn:other""#,
            1,
        );
    let extensions = format!("<samlp:Extensions>{hidden}</samlp:Extensions>");
    let wrapped = response("", &forged_assertion("_evil"))
        .replace("<samlp:Status>", &format!("{extensions}<samlp:Status>"));
    refused(&wrapped);
}
