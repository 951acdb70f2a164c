//! `AssumeRoleWithWebIdentity` and `AssumeRoleWithSAML` beside the cryptography that each needs: one verification of an RSA
//! signature of 2048 bits, and for SAML the digest of the assertion.

use std::fmt::Write;
use std::hint::black_box;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use aws_lc_rs::digest;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bergshamra::keys::loader::load_pem_auto;
use bergshamra::{DsigContext, KeysManager};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::process::Process;
use crate::{line, measure};

const ISSUER: &str = "https://id.example.com";
const ACCOUNT: &str = "123456789012";

/// Measures both and prints the ratios.
pub(crate) fn federation() {
    println!("federation: the processor time of a request beside that of its cryptography\n");
    println!("{:<36}{:>12}{:>18}", "", "requests/s", "CPU us/request");
    web_identity();
    saml();
}

fn web_identity() {
    let place = tempfile::tempdir().unwrap();
    let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let parts: aws_lc_rs::signature::RsaPublicKeyComponents<Vec<u8>> = key.public_key().into();
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let jwks = json!({"keys": [{"kty": "RSA", "kid": "k", "use": "sig", "n": encode(&parts.n), "e": encode(&parts.e)}]});
    let (jwks_file, config) = (place.path().join("jwks.json"), place.path().join("c.toml"));
    std::fs::write(&jwks_file, jwks.to_string()).unwrap();
    std::fs::write(
        &config,
        format!(
            "[oidc.\"{ISSUER}\"]\njwks = {:?}\n",
            jwks_file.display().to_string()
        ),
    )
    .unwrap();

    let server = Process::portcullis(&["--dev", "--config", config.to_str().unwrap()]);
    let (root, address) = (server.root(), server.address);
    let provider = [("Url", ISSUER), ("ClientIDList.member.1", "bench")];
    root.iam(address, "CreateOpenIDConnectProvider", &provider);
    let role = role(
        &server,
        "AssumeRoleWithWebIdentity",
        "oidc-provider/id.example.com",
    );

    let now = Timestamp::now().as_second();
    let claims = json!({"iss": ISSUER, "aud": "bench", "sub": "system:serviceaccount:default:app", "iat": now, "exp": now + 3600});
    let header = json!({"alg": "RS256", "kid": "k", "typ": "JWT"});
    let message = [header, claims]
        .map(|part| encode(part.to_string().as_bytes()))
        .join(".");
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        message.as_bytes(),
        &mut signature,
    )
    .unwrap();
    let token = format!("{message}.{}", encode(&signature));

    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key());
    let raw = microseconds(|| public.verify(message.as_bytes(), &signature).unwrap());
    let request = unsigned(
        address,
        "AssumeRoleWithWebIdentity",
        &[
            ("RoleArn", &role),
            ("RoleSessionName", "session"),
            ("WebIdentityToken", &token),
        ],
    );
    beside("AssumeRoleWithWebIdentity", &server, &request, raw);
}

fn saml() {
    let server = Process::portcullis(&["--dev"]);
    let (root, address) = (server.root(), server.address);
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
    let certificate = rcgen::CertificateParams::new(vec!["idp.example.com".to_owned()])
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let metadata = [
        ("Name", "Idp"),
        ("SAMLMetadataDocument", &metadata(certificate.der())),
    ];
    root.iam(address, "CreateSAMLProvider", &metadata);
    let role = role(&server, "AssumeRoleWithSAML", "saml-provider/Idp");
    let provider = format!("arn:aws:iam::{ACCOUNT}:saml-provider/Idp");
    let assertion = signed_assertion(&key.serialize_pem(), &role, &provider);
    let response = format!(
        r#"<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0" IssueInstant="{}"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"#,
        Timestamp::now()
    );

    let same_size = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let message = [b'x'; 600];
    let mut signature = vec![0; same_size.public_modulus_len()];
    same_size
        .sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            &message,
            &mut signature,
        )
        .unwrap();
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, same_size.public_key());
    let raw = microseconds(|| {
        public.verify(&message, &signature).unwrap();
        black_box(digest::digest(&digest::SHA256, assertion.as_bytes()));
    });
    let request = unsigned(
        address,
        "AssumeRoleWithSAML",
        &[
            ("RoleArn", &role),
            ("PrincipalArn", &provider),
            ("SAMLAssertion", &STANDARD.encode(response)),
        ],
    );
    beside("AssumeRoleWithSAML", &server, &request, raw);
}

/// A role that whoever the provider names may assume.
fn role(server: &Process, action: &str, provider: &str) -> String {
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Federated":"arn:aws:iam::{ACCOUNT}:{provider}"}},"Action":"sts:{action}"{}}}]}}"#,
        if action == "AssumeRoleWithSAML" {
            ""
        } else {
            r#","Condition":{"StringEquals":{"id.example.com:aud":"bench"}}"#
        }
    );
    let parameters = [
        ("RoleName", "federated"),
        ("AssumeRolePolicyDocument", &trust),
    ];
    server.root().iam(server.address, "CreateRole", &parameters);
    format!("arn:aws:iam::{ACCOUNT}:role/federated")
}

fn beside(name: &str, server: &Process, request: &[u8], raw: f64) {
    let measured = measure(server, server.address, request);
    println!("{:<36}{:>12}{raw:>18.1}", "its cryptography alone", "");
    line(name, &measured);
    println!("{:<36}{:>12}{:>18.2}\n", "ratio", "", raw / measured.cpu);
}

/// Microseconds that one call takes, the fastest of many rounds.
fn microseconds(mut call: impl FnMut()) -> f64 {
    const CALLS: u32 = 200;
    let round = |call: &mut dyn FnMut()| {
        let started = Instant::now();
        (0..CALLS).for_each(|_| call());
        started.elapsed() / CALLS
    };
    let fastest = (0..50).map(|_| round(&mut call)).min();
    fastest.unwrap_or(Duration::MAX).as_secs_f64() * 1e6
}

/// A POST that nobody signs.
fn unsigned(address: SocketAddr, action: &str, parameters: &[(&str, &str)]) -> Vec<u8> {
    let body = server::operator_form(action, parameters).replace("2026-11-21", "2011-06-15");
    format!(
        "POST / HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-www-form-urlencoded; charset=utf-8\r\nuser-agent: aws-cli/2.30.0 bench\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn metadata(certificate: &[u8]) -> String {
    let about = "An identity provider that only a benchmark knows. ".repeat(12);
    format!(
        r#"<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/></md:IDPSSODescriptor><md:Organization><md:OrganizationDisplayName xml:lang="en">{about}</md:OrganizationDisplayName></md:Organization></md:EntityDescriptor>"#,
        STANDARD.encode(certificate)
    )
}

fn signed_assertion(pem: &str, role: &str, provider: &str) -> String {
    let now = Timestamp::now();
    let ends = now + 30.minutes();
    let mut attributes = String::new();
    for (name, value) in [
        ("Role", &format!("{role},{provider}")[..]),
        ("RoleSessionName", "ann"),
    ] {
        write!(attributes, r#"<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>"#).unwrap();
    }
    let template = format!(
        r##"<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{exclusive}"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#_a1"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="{exclusive}"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue></ds:Signature>"##,
        exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
    );
    let text = format!(
        r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0" IssueInstant="{now}"><saml:Issuer>https://idp.example.com</saml:Issuer>{template}<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ann</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{ends}" Recipient="https://signin.aws.amazon.com/saml"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{now}" NotOnOrAfter="{ends}"><saml:AudienceRestriction><saml:Audience>urn:amazon:webservices</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{now}"/><saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"#
    );
    let mut keys = KeysManager::new();
    keys.add_key(load_pem_auto(pem.as_bytes(), None).unwrap());
    bergshamra::sign(&DsigContext::new_permissive(keys), &text).unwrap()
}
