//! An OpenID Connect issuer and a SAML identity provider, each with a key of its own.

use std::fmt::Write;
use std::net::SocketAddr;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bergshamra::keys::loader::load_pem_auto;
use bergshamra::{DsigContext, KeysManager};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::form;
use crate::process::Process;

/// The account that a new server has.
pub const ACCOUNT: &str = "123456789012";

/// What an issuer signs tokens by.
#[derive(Clone, Copy, Debug)]
pub enum Algorithm {
    /// RS256 with a key of 2048 bits.
    Rs256,
    /// RS256 with a key of 4096 bits.
    Rs256Of4096,
    /// ES256.
    Es256,
    /// ES384.
    Es384,
}

enum Key {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
}

/// Whoever signs tokens.
pub struct Issuer {
    algorithm: Algorithm,
    key: Key,
}

/// A token, and what it takes to verify it.
pub struct Signed {
    /// Header and claims as they were signed.
    pub message: String,
    /// As the algorithm has it.
    pub signature: Vec<u8>,
}

impl Signed {
    /// The compact form.
    pub fn token(&self) -> String {
        format!("{}.{}", self.message, encode(&self.signature))
    }
}

impl Issuer {
    /// The address that tokens name.
    pub const URL: &str = "https://id.example.com";

    /// An issuer with a new key.
    pub fn new(algorithm: Algorithm) -> Issuer {
        let rsa = |size| Key::Rsa(RsaKeyPair::generate(size).expect("keys of this size are made"));
        let ecdsa = |curve| Key::Ecdsa(EcdsaKeyPair::generate(curve).expect("keys are made"));
        let key = match algorithm {
            Algorithm::Rs256 => rsa(KeySize::Rsa2048),
            Algorithm::Rs256Of4096 => rsa(KeySize::Rsa4096),
            Algorithm::Es256 => ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING),
            Algorithm::Es384 => ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING),
        };
        Issuer { algorithm, key }
    }

    /// The key that verifies.
    pub fn public_key(&self) -> UnparsedPublicKey<&[u8]> {
        let algorithm: &dyn VerificationAlgorithm = match self.algorithm {
            Algorithm::Rs256 | Algorithm::Rs256Of4096 => &RSA_PKCS1_2048_8192_SHA256,
            Algorithm::Es256 => &ECDSA_P256_SHA256_FIXED,
            Algorithm::Es384 => &ECDSA_P384_SHA384_FIXED,
        };
        UnparsedPublicKey::new(algorithm, self.public_bytes())
    }

    fn public_bytes(&self) -> &[u8] {
        match &self.key {
            Key::Rsa(key) => key.public_key().as_ref(),
            Key::Ecdsa(key) => key.public_key().as_ref(),
        }
    }

    /// The key set that the issuer would publish.
    pub fn jwks(&self) -> Value {
        let key = match &self.key {
            Key::Rsa(key) => {
                let parts: RsaPublicKeyComponents<Vec<u8>> = key.public_key().into();
                json!({"kty": "RSA", "kid": "k", "use": "sig", "n": encode(&parts.n), "e": encode(&parts.e)})
            }
            Key::Ecdsa(_) => {
                let (_, point) = self.public_bytes().split_at(1);
                let (x, y) = point.split_at(point.len() / 2);
                let curve = format!("P-{}", 8 * x.len());
                json!({"kty": "EC", "kid": "k", "use": "sig", "crv": curve, "x": encode(x), "y": encode(y)})
            }
        };
        json!({"keys": [key]})
    }

    /// A token of an hour with the further claims.
    pub fn sign(&self, further: Value) -> Signed {
        let now = Timestamp::now().as_second();
        let mut claims = json!({"iss": Issuer::URL, "aud": "bench", "iat": now, "exp": now + 3600});
        let given = claims.as_object_mut().expect("made as an object");
        given.extend(further.as_object().expect("claims are an object").clone());
        let alg = match self.algorithm {
            Algorithm::Rs256 | Algorithm::Rs256Of4096 => "RS256",
            Algorithm::Es256 => "ES256",
            Algorithm::Es384 => "ES384",
        };
        let header = json!({"alg": alg, "kid": "k", "typ": "JWT"});
        let message = [header, claims]
            .map(|part| encode(part.to_string().as_bytes()))
            .join(".");
        let signature = self.signature(message.as_bytes());
        Signed { message, signature }
    }

    fn signature(&self, message: &[u8]) -> Vec<u8> {
        let chance = SystemRandom::new();
        match &self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &chance, message, &mut signature)
                    .expect("the signature has the length of the modulus");
                signature
            }
            Key::Ecdsa(key) => {
                let signed = key.sign(&chance, message);
                signed.expect("a key that was made signs").as_ref().to_vec()
            }
        }
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whoever signs assertions with an RSA key of 2048 bits.
pub struct IdentityProvider {
    key: rcgen::KeyPair,
    certificate: rcgen::Certificate,
}

impl Default for IdentityProvider {
    fn default() -> IdentityProvider {
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).expect("RSA keys are made");
        let certificate = rcgen::CertificateParams::new(vec!["idp.example.com".to_owned()])
            .expect("it is a name of a host")
            .self_signed(&key)
            .expect("a key signs its own certificate");
        IdentityProvider { key, certificate }
    }
}

impl IdentityProvider {
    /// What `CreateSAMLProvider` wants to know.
    pub fn metadata(&self) -> String {
        let about = "An identity provider that only a benchmark knows. ".repeat(12);
        format!(
            r#"<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/></md:IDPSSODescriptor><md:Organization><md:OrganizationDisplayName xml:lang="en">{about}</md:OrganizationDisplayName></md:Organization></md:EntityDescriptor>"#,
            STANDARD.encode(self.certificate.der())
        )
    }

    /// A signed assertion about `name` for one role, with the further attributes below `https://aws.amazon.com/SAML/Attributes/`.
    pub fn assertion(
        &self,
        name: &str,
        role: &str,
        provider: &str,
        further: &[(&str, &str)],
    ) -> String {
        let now = Timestamp::now();
        let ends = now + 30.minutes();
        let both = format!("{role},{provider}");
        let mut attributes = String::new();
        for (attribute, value) in [("Role", &both[..]), ("RoleSessionName", name)]
            .iter()
            .chain(further)
        {
            write!(attributes, r#"<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/{attribute}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>"#).expect("writing to a string");
        }
        let template = format!(
            r##"<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{exclusive}"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#_a1"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="{exclusive}"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue></ds:Signature>"##,
            exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
        );
        let text = format!(
            r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0" IssueInstant="{now}"><saml:Issuer>https://idp.example.com</saml:Issuer>{template}<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{name}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{ends}" Recipient="https://signin.aws.amazon.com/saml"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{now}" NotOnOrAfter="{ends}"><saml:AudienceRestriction><saml:Audience>urn:amazon:webservices</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{now}"/><saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"#
        );
        let mut keys = KeysManager::new();
        keys.add_key(
            load_pem_auto(self.key.serialize_pem().as_bytes(), None)
                .expect("it was written as PEM"),
        );
        bergshamra::sign(&DsigContext::new_permissive(keys), &text)
            .expect("the template names what it can sign by")
    }

    /// The response that holds an assertion, as `SAMLAssertion` wants it.
    pub fn response(assertion: &str) -> String {
        let now = Timestamp::now();
        STANDARD.encode(format!(
            r#"<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0" IssueInstant="{now}"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"#
        ))
    }
}

/// A role that whoever the provider names may assume, and tag where tokens bring tags.
pub fn role(server: &Process, action: &str, provider: &str) -> String {
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Federated":"arn:aws:iam::{ACCOUNT}:{provider}"}},"Action":["sts:{action}","sts:TagSession"]{}}}]}}"#,
        if action == "AssumeRoleWithSAML" {
            ""
        } else {
            r#","Condition":{"StringEquals":{"id.example.com:aud":"bench"}}"#
        }
    );
    let name = format!("for-{action}");
    let parameters = [
        ("RoleName", &name[..]),
        ("AssumeRolePolicyDocument", &trust),
    ];
    server.root().iam(server.address, "CreateRole", &parameters);
    format!("arn:aws:iam::{ACCOUNT}:role/{name}")
}

/// A POST to STS that nobody signs.
pub fn unsigned(address: SocketAddr, action: &str, parameters: &[(&str, &str)]) -> Vec<u8> {
    let body = form::of(action, "2011-06-15", parameters);
    format!(
        "POST / HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-www-form-urlencoded; charset=utf-8\r\nuser-agent: aws-cli/2.30.0 bench\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
