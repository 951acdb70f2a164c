//! Identity providers of scenarios: they make metadata, and sign what the scenario wants them to say.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bergshamra::keys::loader::load_pem_auto;
use bergshamra::{DsigContext, KeysManager};
use jiff::{Timestamp, ToSpan};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Providers and keys by name, made when they are first named.
#[derive(Default)]
pub(super) struct Issuers {
    signers: RefCell<BTreeMap<String, Signer>>,
    keys: RefCell<BTreeMap<String, String>>,
}

#[derive(Clone)]
struct Signer {
    pem: String,
    certificate: String,
}

impl Signer {
    fn new() -> Signer {
        let key = rcgen::KeyPair::generate().unwrap();
        let names = vec!["idp.example.com".to_owned()];
        let parameters = rcgen::CertificateParams::new(names).unwrap();
        Signer {
            pem: key.serialize_pem(),
            certificate: STANDARD.encode(parameters.self_signed(&key).unwrap().der()),
        }
    }
}

impl Issuers {
    /// The text with every `metadata(…)`, `broken-metadata(…)`, `private-key(…)` and `assertion(…)` made.
    pub(super) fn filled(&self, text: &str, wall: Timestamp) -> String {
        let text = replaced(text, "broken-metadata(", |name| {
            self.metadata(name).replace("</md:IDPSSODescriptor>", "")
        });
        let text = replaced(&text, "metadata(", |name| self.metadata(name));
        let text = replaced(&text, "private-key(", |name| self.private_key(name));
        replaced(&text, "assertion(", |words| self.assertion(words, wall))
    }

    fn signer(&self, name: &str) -> Signer {
        let mut signers = self.signers.borrow_mut();
        signers
            .entry(name.to_owned())
            .or_insert_with(Signer::new)
            .clone()
    }

    fn private_key(&self, name: &str) -> String {
        let mut keys = self.keys.borrow_mut();
        keys.entry(name.to_owned())
            .or_insert_with(|| {
                let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
                key.serialize_pem()
            })
            .clone()
    }

    fn metadata(&self, words: &str) -> String {
        let mut words = words.split(' ');
        let name = words.next().unwrap();
        let until: String = words
            .map(|word| {
                format!(
                    " {}=\"{}\"",
                    "validUntil",
                    word.strip_prefix("until=").unwrap()
                )
            })
            .collect();
        let about = "An identity provider that scenarios make up. ".repeat(12);
        format!(
            r#"<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://{name}.example.com"{until}><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://{name}.example.com/sso"/></md:IDPSSODescriptor><md:Organization><md:OrganizationDisplayName xml:lang="en">{about}</md:OrganizationDisplayName></md:Organization></md:EntityDescriptor>"#,
            self.signer(name).certificate
        )
    }

    /// `NAME word=value …`: `id`, `issuer`, `subject`, `format`, `recipient`, `ends` and `session-ends` (seconds from now by real
    /// time), `by` (whose key signs, `nobody` for none), `status` (`Success`); any other word is an attribute: AWS's own by their last part, others in full. Values
    /// with `|` between them are several.
    fn assertion(&self, words: &str, wall: Timestamp) -> String {
        let mut words = words.split(' ');
        let name = words.next().unwrap();
        let mut said: BTreeMap<&str, &str> = BTreeMap::new();
        let mut attributes = String::new();
        for word in words {
            let (word, value) = word.rsplit_once('=').unwrap();
            match word {
                "id" | "issuer" | "subject" | "format" | "recipient" | "ends" | "session-ends"
                | "by" | "status" => {
                    said.insert(word, value);
                }
                word => attribute(&mut attributes, word, value),
            }
        }
        let of = |word: &str, otherwise: &str| {
            said.get(word)
                .map_or(otherwise.to_owned(), |value| (*value).to_owned())
        };
        let moment = |seconds: &str| {
            wall.checked_add(seconds.parse::<i64>().unwrap().seconds())
                .unwrap()
        };
        let (id, ends) = (of("id", "_a1"), moment(&of("ends", "300")));
        let session = said.get("session-ends").map_or(String::new(), |seconds| {
            format!(" SessionNotOnOrAfter=\"{}\"", moment(seconds))
        });
        let issuer = of("issuer", &format!("https://{name}.example.com"));
        let signature = match said.get("by") {
            Some(&"nobody") => String::new(),
            _ => template(&id),
        };
        let unsigned = format!(
            r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{wall}"><saml:Issuer>{issuer}</saml:Issuer>{signature}<saml:Subject><saml:NameID Format="{}">{}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{ends}" Recipient="{}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{wall}" NotOnOrAfter="{ends}"/><saml:AuthnStatement AuthnInstant="{wall}"{session}/><saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"#,
            of(
                "format",
                "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
            ),
            of("subject", "ann"),
            of("recipient", "https://signin.aws.amazon.com/saml"),
        );
        let assertion = match of("by", name).as_str() {
            "nobody" => unsigned,
            signer => signed(&self.signer(signer), &unsigned),
        };
        let status = of("status", "Success");
        STANDARD.encode(format!(
            r#"<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0" IssueInstant="{wall}"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>{assertion}</samlp:Response>"#
        ))
    }
}

fn attribute(attributes: &mut String, word: &str, value: &str) {
    let own = [
        "Role",
        "SessionDuration",
        "SourceIdentity",
        "TransitiveTagKeys",
    ];
    let name = if own.contains(&word)
        || word.starts_with("RoleSessionName")
        || word.starts_with("PrincipalTag:")
    {
        format!("https://aws.amazon.com/SAML/Attributes/{word}")
    } else {
        word.to_owned()
    };
    let values: String = value
        .split('|')
        .map(|value| format!("<saml:AttributeValue>{value}</saml:AttributeValue>"))
        .collect();
    write!(
        attributes,
        r#"<saml:Attribute Name="{name}">{values}</saml:Attribute>"#
    )
    .unwrap();
}

fn template(id: &str) -> String {
    format!(
        r##"<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/><ds:Reference URI="#{id}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue></ds:Signature>"##
    )
}

fn signed(signer: &Signer, text: &str) -> String {
    let mut keys = KeysManager::new();
    keys.add_key(load_pem_auto(signer.pem.as_bytes(), None).unwrap());
    bergshamra::sign(&DsigContext::new_permissive(keys), text).unwrap()
}

/// The text with every call of `function`, which ends with `(`, replaced by what `make` makes of its argument.
fn replaced(text: &str, function: &str, make: impl Fn(&str) -> String) -> String {
    let Some((before, rest)) = text.split_once(function) else {
        return text.to_owned();
    };
    let (argument, after) = rest.split_once(')').unwrap();
    format!(
        "{before}{}{}",
        make(argument),
        replaced(after, function, make)
    )
}
