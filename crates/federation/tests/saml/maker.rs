//! An identity provider: makes metadata, responses and signatures, good and bad ones.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bergshamra::keys::loader::load_pem_auto;
use bergshamra::{DsigContext, KeysManager};
use federation::saml::{Assertion, Encryption, Metadata, PrivateKey, Refusal, Trust, verify};
use jiff::Timestamp;
use std::sync::LazyLock;

pub(crate) const ENTITY: &str = "https://idp.example.com/metadata";
pub(crate) const ROLE: &str = "https://aws.amazon.com/SAML/Attributes/Role";
pub(crate) const ECDSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub(crate) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// A key and its certificate.
pub(crate) struct Signer {
    pub(crate) pem: String,
    pub(crate) certificate: String,
}

impl Signer {
    pub(crate) fn new(algorithm: &'static rcgen::SignatureAlgorithm) -> Signer {
        let key = rcgen::KeyPair::generate_for(algorithm).unwrap();
        Signer::of(&key, certificate())
    }

    /// A signer whose certificate has run out at the beginning of this year.
    pub(crate) fn until(year: i32) -> Signer {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut certificate = certificate();
        certificate.not_after = rcgen::date_time_ymd(year, 1, 1);
        Signer::of(&key, certificate)
    }

    fn of(key: &rcgen::KeyPair, certificate: rcgen::CertificateParams) -> Signer {
        Signer {
            pem: key.serialize_pem(),
            certificate: STANDARD.encode(certificate.self_signed(key).unwrap().der()),
        }
    }
}

fn certificate() -> rcgen::CertificateParams {
    rcgen::CertificateParams::new(vec!["idp.example.com".to_owned()]).unwrap()
}

/// The provider's own key.
pub(crate) static IDP: LazyLock<Signer> =
    LazyLock::new(|| Signer::new(&rcgen::PKCS_ECDSA_P256_SHA256));
/// Somebody else's key.
pub(crate) static EVIL: LazyLock<Signer> =
    LazyLock::new(|| Signer::new(&rcgen::PKCS_ECDSA_P256_SHA256));

/// Half an hour into the life of every response made here.
pub(crate) fn now() -> Timestamp {
    "2026-11-21T12:30:00Z".parse().unwrap()
}

pub(crate) fn metadata_text(signer: &Signer) -> String {
    format!(
        r#"<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ENTITY}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>"#,
        signer.certificate
    )
}

/// What the provider is trusted with.
pub(crate) fn take(response: &str) -> Result<Assertion, Refusal> {
    take_from(&IDP, response)
}

pub(crate) fn take_from(signer: &Signer, response: &str) -> Result<Assertion, Refusal> {
    take_with(signer, response, &[], Encryption::Allowed)
}

pub(crate) fn take_with(
    signer: &Signer,
    response: &str,
    private_keys: &[PrivateKey],
    encryption: Encryption,
) -> Result<Assertion, Refusal> {
    let metadata = Metadata::parse(&metadata_text(signer)).unwrap();
    let trust = Trust {
        metadata: &metadata,
        private_keys,
        encryption,
    };
    verify(&STANDARD.encode(response), &trust, now())
}

/// Where a signature is to be made: over the element with this identifier.
pub(crate) fn template(id: &str, algorithm: &str) -> String {
    let transforms = format!(
        r#"<ds:Transform Algorithm="{ENVELOPED}"/><ds:Transform Algorithm="{EXCLUSIVE}"/>"#
    );
    shaped_template(
        &format!("#{id}"),
        algorithm,
        EXCLUSIVE,
        &transforms,
        SHA256,
        "",
    )
}

pub(crate) fn shaped_template(
    uri: &str,
    algorithm: &str,
    canonical: &str,
    transforms: &str,
    digest: &str,
    keys: &str,
) -> String {
    format!(
        r#"<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{canonical}"/><ds:SignatureMethod Algorithm="{algorithm}"/><ds:Reference URI="{uri}"><ds:Transforms>{transforms}</ds:Transforms><ds:DigestMethod Algorithm="{digest}"/><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue>{keys}</ds:Signature>"#
    )
}

/// Fills in the first signature of a document.
pub(crate) fn sign(signer: &Signer, text: &str) -> String {
    let mut keys = KeysManager::new();
    keys.add_key(load_pem_auto(signer.pem.as_bytes(), None).unwrap());
    bergshamra::sign(&DsigContext::new_permissive(keys), text).unwrap()
}

/// An assertion about `ann`, with whatever stands for its signature.
pub(crate) fn assertion(id: &str, signature: &str, subject: &str) -> String {
    format!(
        r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="2026-11-21T12:00:00Z"><saml:Issuer>{ENTITY}</saml:Issuer>{signature}<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="2026-11-21T13:00:00Z" Recipient="https://signin.aws.amazon.com/saml"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="2026-11-21T12:00:00Z" NotOnOrAfter="2026-11-21T13:00:00Z"><saml:AudienceRestriction><saml:Audience>urn:amazon:webservices</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="2026-11-21T12:00:00Z"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="{ROLE}"><saml:AttributeValue>arn:aws:iam::123456789012:role/Reader,arn:aws:iam::123456789012:saml-provider/Idp</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"#
    )
}

/// The good assertion of the provider.
pub(crate) fn signed_assertion() -> String {
    sign(
        &IDP,
        &assertion("_a1", &template("_a1", ECDSA_SHA256), "ann"),
    )
}

/// An assertion that nobody signed, and that makes its bearer somebody else.
pub(crate) fn forged_assertion(id: &str) -> String {
    assertion(id, "", "admin")
}

/// A response around an assertion; `signature` may hold a signature of the response.
pub(crate) fn response(signature: &str, inside: &str) -> String {
    format!(
        r#"<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0" IssueInstant="2026-11-21T12:00:00Z" Destination="https://signin.aws.amazon.com/saml"><saml:Issuer>{ENTITY}</saml:Issuer>{signature}<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{inside}</samlp:Response>"#
    )
}

/// The response that every test starts from.
pub(crate) fn good() -> String {
    response("", &signed_assertion())
}

/// The same, signed as a whole as well.
pub(crate) fn signed_twice() -> String {
    sign(
        &IDP,
        &response(&template("_r1", ECDSA_SHA256), &signed_assertion()),
    )
}
