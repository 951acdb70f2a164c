//! From a SAML response to an assertion that can be believed, and from an assertion to a session (spec 8.1).

use super::assumed_role;
use crate::operation::Unproven;
use crate::session::{SessionKey, SessionKeyValue};
use crate::state::{Account, AssertionEncryption, SamlProvider, Tag};
use crate::{AccountId, Error};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::saml::{self, Assertion, Attribute, Encryption, PrivateKey, Refusal, Trust};
use sha1::{Digest, Sha1};
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;

const ATTRIBUTES: &str = "https://aws.amazon.com/SAML/Attributes/";
const NAME_FORMATS: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

/// The assertion of a response of the account's provider with this ARN, and that provider.
///
/// # Errors
/// AWS's refusals of responses (S-51, X-4 to X-7).
pub(super) fn verify<'a>(
    unproven: &Unproven<'a, '_>,
    provider_arn: &str,
    response: &str,
) -> Result<(&'a Account, &'a SamlProvider, Assertion), Error> {
    let account = assumed_role::account(unproven.state, provider_arn);
    let found = account.and_then(|account| Some((account, account.saml_provider(provider_arn)?)));
    let Some((account, provider)) = found else {
        return Err(foreign(
            unproven,
            NO_PROVIDER,
            "Specified provider doesn't exist.",
        ));
    };
    // Metadata that have run out, or cannot be read any more, vouch for nobody.
    let current = provider
        .metadata
        .parsed()
        .filter(|_| unproven.wall < provider.valid_until());
    let Some(metadata) = current else {
        return Err(foreign(
            unproven,
            NO_PROVIDER,
            "Specified provider is not valid.",
        ));
    };
    let opened = provider.keys.iter().filter_map(|key| {
        let der = unproven.keys.open_saml_key(&key.id, &key.key)?;
        PrivateKey::from_der(&der).ok()
    });
    let private_keys: Vec<PrivateKey> = opened.collect();
    let trust = Trust {
        metadata,
        private_keys: &private_keys,
        encryption: match provider.encryption {
            Some(AssertionEncryption::Required) => Encryption::Required,
            Some(AssertionEncryption::Allowed) | None => Encryption::Allowed,
        },
    };
    match saml::verify(response, &trust, unproven.wall) {
        Ok(assertion) => Ok((account, provider, assertion)),
        Err(refusal) => Err(refused(unproven, refusal)),
    }
}

/// What is wrong with a response, as AWS says it; which rule it breaks is told to nobody.
fn refused(unproven: &Unproven, refusal: Refusal) -> Error {
    match refusal {
        Refusal::Malformed(_) => foreign(unproven, NO_RESPONSE, "Invalid base64 SAMLResponse"),
        Refusal::Issuer => foreign(
            unproven,
            NO_RESPONSE,
            "Issuer not present in specified provider",
        ),
        // The words of STS's API reference.
        Refusal::Failed => Error::idp_rejected_claim(
            "The identity provider (IdP) reported that authentication failed. This might be because the claim is invalid.",
        ),
        Refusal::Unsigned => Error::invalid_identity_token(
            "Response (with optional signature) must contain an assertion with a mandatory signature",
        ),
        Refusal::Signature(_) => Error::invalid_identity_token("Response signature invalid"),
        Refusal::Encrypted => Error::invalid_identity_token("Assertion decryption failed"),
        Refusal::NotEncrypted => Error::invalid_identity_token("Assertion must be encrypted"),
        Refusal::Expired => expired(),
    }
}

/// The refusal of what is over (X-7).
pub(super) fn expired() -> Error {
    Error::expired_foreign_token("Response has expired")
}

/// What the service behind STS says of responses, and of providers: the code for the latter is unconfirmed.
const NO_RESPONSE: &str = "AuthSamlInvalidSamlResponseException";
const NO_PROVIDER: &str = "AuthSamlManifestNotFoundException";

/// A refusal that AWS passes on from the service behind STS, with that service's particulars.
fn foreign(unproven: &Unproven, code: &str, text: &str) -> Error {
    Error::invalid_identity_token(format!(
        "{text} (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: {code}; Request ID: {}; Proxy: null)",
        unproven.request_id
    ))
}

/// What identifies, together with the subject, a person across sessions (X-9).
pub(super) fn name_qualifier(issuer: &str, account: AccountId, provider: &str) -> String {
    STANDARD.encode(Sha1::digest(format!("{issuer}{account}/{provider}")))
}

/// Refuses a role and a provider that the assertion does not name together, in either order (X-4).
///
/// # Errors
/// `InvalidIdentityToken`.
pub(super) fn check_pair(
    assertion: &Assertion,
    role_arn: &str,
    provider_arn: &str,
) -> Result<(), Error> {
    let named = values(assertion, "Role").any(|pair| {
        let Some((first, second)) = pair.split_once(',') else {
            return false;
        };
        let pair = (first.trim(), second.trim());
        pair == (role_arn, provider_arn) || pair == (provider_arn, role_arn)
    });
    if named {
        Ok(())
    } else {
        Err(Error::invalid_identity_token(
            "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
        ))
    }
}

/// The name of the session: exactly one, of letters that session names have (X-3).
///
/// # Errors
/// `InvalidIdentityToken`.
pub(super) fn session_name(assertion: &Assertion) -> Result<&str, Error> {
    match single(assertion, "RoleSessionName")? {
        None => Err(Error::invalid_identity_token(
            "RoleSessionName is required in AuthnResponse",
        )),
        Some(name) if is_session_name(name) => Ok(name),
        Some(_) => Err(Error::invalid_identity_token(
            "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
        )),
    }
}

/// The source identity, if the assertion sets one.
///
/// # Errors
/// `InvalidIdentityToken`.
pub(super) fn source_identity(assertion: &Assertion) -> Result<Option<&str>, Error> {
    let Some(text) = single(assertion, "SourceIdentity")? else {
        return Ok(None);
    };
    let reserved = text
        .get(..4)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    if reserved || !is_session_name(text) {
        return Err(Error::invalid_identity_token(
            r#"Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:""#,
        ));
    }
    Ok(Some(text))
}

/// How many seconds the assertion lets a session last, if it says so.
///
/// # Errors
/// `InvalidIdentityToken`.
pub(super) fn session_seconds(assertion: &Assertion) -> Result<Option<u32>, Error> {
    let Some(text) = single(assertion, "SessionDuration")? else {
        return Ok(None);
    };
    match text.parse() {
        Ok(seconds) if (900..=43_200).contains(&seconds) => Ok(Some(seconds)),
        _ => Err(Error::invalid_identity_token(
            "SessionDuration in AuthnResponse must be between 900 and 43200",
        )),
    }
}

/// Session tags, one value each, and the keys among them that go on.
///
/// # Errors
/// `InvalidIdentityToken` for a tag without or with several values.
pub(super) fn tags(assertion: &Assertion) -> Result<(Vec<Tag>, Vec<String>), Error> {
    let mut tags = Vec::new();
    for attribute in &assertion.attributes {
        let own = attribute.name.strip_prefix(ATTRIBUTES);
        let Some(key) = own.and_then(|name| name.strip_prefix("PrincipalTag:")) else {
            continue;
        };
        let [value] = &attribute.values[..] else {
            return Err(Error::invalid_identity_token(
                "PrincipalTag in AuthnResponse must have exactly one value",
            ));
        };
        tags.push(Tag {
            key: key.to_owned(),
            value: value.clone(),
        });
    }
    let transitive = values(assertion, "TransitiveTagKeys");
    Ok((tags, transitive.map(str::to_owned).collect()))
}

/// The one value of an attribute of AWS's.
fn single<'a>(assertion: &'a Assertion, name: &str) -> Result<Option<&'a str>, Error> {
    let mut of_name = values(assertion, name);
    let first = of_name.next();
    match of_name.next() {
        Some(_) => Err(Error::invalid_identity_token(format!(
            "{name} in AuthnResponse must have exactly one value"
        ))),
        None => Ok(first),
    }
}

/// The values of every attribute of AWS's with this name.
fn values<'a>(assertion: &'a Assertion, name: &str) -> impl Iterator<Item = &'a str> {
    let of_name =
        move |attribute: &&Attribute| attribute.name.strip_prefix(ATTRIBUTES) == Some(name);
    assertion
        .attributes
        .iter()
        .filter(of_name)
        .flat_map(|attribute| attribute.values.iter().map(String::as_str))
}

fn is_session_name(text: &str) -> bool {
    let letter = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '_' | '+' | '=' | ',' | '.' | '@' | '-')
    };
    (2..=64).contains(&text.len()) && text.chars().all(letter)
}

/// The format of the subject's name as the reply tells it: short where SAML 2.0 defines it.
pub(super) fn subject_type(assertion: &Assertion) -> &str {
    let format = &assertion.subject_format;
    format.strip_prefix(NAME_FORMATS).unwrap_or(format)
}

/// What a session keeps of an assertion for policies to ask about (X-10).
pub(super) fn session_keys(assertion: &Assertion, name_qualifier: &str) -> Vec<SessionKey> {
    let kind = match subject_type(assertion) {
        short @ ("persistent" | "transient") => short,
        _ => &assertion.subject_format,
    };
    let one = |name, value: &str| SessionKey {
        name: SmolStr::new_static(name),
        value: SessionKeyValue::One(value.into()),
    };
    vec![
        one("saml:namequalifier", name_qualifier),
        one("saml:sub", &assertion.subject),
        one("saml:sub_type", kind),
    ]
}

/// What the trust policy may ask about (X-10, X-11): all that the session keeps, and what only this call tells.
pub(super) fn trust_keys(
    assertion: &Assertion,
    name_qualifier: &str,
    account: AccountId,
    provider: &str,
) -> Vec<SessionKey> {
    let mut keys = session_keys(assertion, name_qualifier);
    for (name, value) in [
        ("saml:aud", SmolStr::new(&assertion.recipient)),
        ("saml:iss", SmolStr::new(&assertion.issuer)),
        ("saml:doc", format_smolstr!("{account}/{provider}")),
    ] {
        keys.push(SessionKey {
            name: SmolStr::new_static(name),
            value: SessionKeyValue::One(value),
        });
    }
    let mut derived: BTreeMap<&str, Vec<SmolStr>> = BTreeMap::new();
    for attribute in &assertion.attributes {
        for (_, key) in DERIVED.iter().filter(|(name, _)| *name == attribute.name) {
            let values = derived.entry(key).or_default();
            values.extend(attribute.values.iter().map(SmolStr::new));
        }
    }
    keys.extend(derived.into_iter().filter_map(|(key, mut values)| {
        let value = match (SINGLE.contains(&key), values.len()) {
            (_, 0) => return None,
            (false, _) => SessionKeyValue::Many(values),
            (true, 1) => SessionKeyValue::One(values.remove(0)),
            // Several values of what has one: none of them can be believed.
            (true, _) => return None,
        };
        Some(SessionKey {
            name: format_smolstr!("saml:{key}"),
            value,
        })
    }));
    keys
}

/// Derived keys with one value.
const SINGLE: &[&str] = &[
    "eduPersonOrgDN",
    "eduPersonPrimaryAffiliation",
    "eduPersonPrimaryOrgUnitDN",
    "eduPersonPrincipalName",
];

/// Attributes and the keys that AWS derives of them. Where documentation is silent on which of two, both (U32).
#[rustfmt::skip]
const DERIVED: &[(&str, &str)] = &[
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "eduPersonAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.2", "eduPersonNickname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.3", "eduPersonOrgDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.4", "eduPersonOrgUnitDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.5", "eduPersonPrimaryAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", "eduPersonPrincipalName"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "eduPersonEntitlement"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.8", "eduPersonPrimaryOrgUnitDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "eduPersonScopedAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.10", "eduPersonTargetedID"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.11", "eduPersonAssurance"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.2", "eduOrgHomePageURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.3", "eduOrgIdentityAuthNPolicyURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.4", "eduOrgLegalName"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.5", "eduOrgSuperiorURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.6", "eduOrgWhitePagesURI"),
    ("urn:oid:2.5.4.3", "cn"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "name"),
    ("http://schemas.xmlsoap.org/claims/CommonName", "commonName"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", "givenName"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", "surname"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "mail"),
    ("http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid", "uid"),
    ("http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid", "primaryGroupSID"),
    ("2.5.4.3", "commonName"),
    ("2.5.4.4", "surname"),
    ("2.4.5.42", "givenName"),
    ("2.5.4.45", "x500UniqueIdentifier"),
    ("0.9.2342.19200300.100.1.1", "uid"),
    ("0.9.2342.19200300.100.1.3", "mail"),
    ("0.9.2342.19200300.100.1.45", "organizationStatus"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Attributes and the keys of trust policies (X-11), as the tables of the IAM User Guide have them. U32: one is both.
    #[test]
    fn attributes_of_directories_are_keys_of_trust_policies() {
        let edu_person = |last: &str| format!("urn:oid:1.3.6.1.4.1.5923.1.1.1.{last}");
        let edu_org = |last: &str| format!("urn:oid:1.3.6.1.4.1.5923.1.2.1.{last}");
        let soap =
            |last: &str| format!("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/{last}");
        let other = str::to_owned;
        let many = [
            // 8.1-1
            (edu_person("1"), "eduPersonAffiliation"),
            (edu_person("2"), "eduPersonNickname"),
            (edu_person("4"), "eduPersonOrgUnitDN"),
            (edu_person("7"), "eduPersonEntitlement"),
            (edu_person("9"), "eduPersonScopedAffiliation"),
            (edu_person("10"), "eduPersonTargetedID"),
            (edu_person("11"), "eduPersonAssurance"),
            // 8.1-2
            (edu_org("2"), "eduOrgHomePageURI"),
            (edu_org("3"), "eduOrgIdentityAuthNPolicyURI"),
            (edu_org("4"), "eduOrgLegalName"),
            (edu_org("5"), "eduOrgSuperiorURI"),
            (edu_org("6"), "eduOrgWhitePagesURI"),
            // 8.1-3
            (other("urn:oid:2.5.4.3"), "cn"),
            // 8.1-4
            (soap("name"), "name"),
            // 8.1-5
            (
                other("http://schemas.xmlsoap.org/claims/CommonName"),
                "commonName",
            ),
            // 8.1-6
            (soap("givenname"), "givenName"),
            (soap("surname"), "surname"),
            (soap("emailaddress"), "mail"),
            (
                other("http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid"),
                "uid primaryGroupSID",
            ),
            // 8.1-7
            (other("2.5.4.3"), "commonName"),
            (other("2.5.4.4"), "surname"),
            (other("2.4.5.42"), "givenName"),
            (other("2.5.4.45"), "x500UniqueIdentifier"),
            (other("0.9.2342.19200300.100.1.1"), "uid"),
            (other("0.9.2342.19200300.100.1.3"), "mail"),
            (other("0.9.2342.19200300.100.1.45"), "organizationStatus"),
        ];
        let two = ["a", "b"].map(SmolStr::new).to_vec();
        for (name, keys) in many {
            let mut wanted: Vec<(String, SessionKeyValue)> = keys
                .split(' ')
                .map(|key| (format!("saml:{key}"), SessionKeyValue::Many(two.clone())))
                .collect();
            wanted.sort_by(|(one, _), (other, _)| one.cmp(other));
            assert_eq!(derived(&name, &["a", "b"]), wanted, "{name}");
        }
        // 8.1-1: of these one value alone is believed.
        for (name, key) in [
            (edu_person("3"), "eduPersonOrgDN"),
            (edu_person("5"), "eduPersonPrimaryAffiliation"),
            (edu_person("6"), "eduPersonPrincipalName"),
            (edu_person("8"), "eduPersonPrimaryOrgUnitDN"),
        ] {
            let one = SessionKeyValue::One("a".into());
            assert_eq!(derived(&name, &["a"]), [(format!("saml:{key}"), one)]);
            assert_eq!(derived(&name, &["a", "b"]), []);
        }
        for name in [edu_person("12"), edu_org("1"), other("mail")] {
            assert_eq!(derived(&name, &["a"]), [], "{name}");
        }
    }

    /// The keys that one attribute adds to those of every assertion, by name.
    fn derived(name: &str, values: &[&str]) -> Vec<(String, SessionKeyValue)> {
        let assertion = |attributes| Assertion {
            id: "_1".to_owned(),
            issuer: "https://idp.example.com".to_owned(),
            subject: "ann".to_owned(),
            subject_format: format!("{NAME_FORMATS}persistent"),
            recipient: "https://signin.aws.amazon.com/saml".to_owned(),
            not_on_or_after: jiff::Timestamp::MAX,
            session_not_on_or_after: None,
            attributes,
        };
        let keys = |attributes| {
            let account = "123456789012".parse().unwrap();
            trust_keys(&assertion(attributes), "", account, "Idp")
        };
        let attribute = Attribute {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        let always = keys(Vec::new()).len();
        let mut found: Vec<_> = keys(vec![attribute])
            .drain(always..)
            .map(|key| (key.name.to_string(), key.value))
            .collect();
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        found
    }

    /// X-9: BASE64(SHA1("https://example.com/saml" + "123456789012" + "/MySAMLIdP")), as AWS's reference gives the formula.
    #[test]
    fn the_name_qualifier_is_the_hash_of_issuer_account_and_provider() {
        let account = "123456789012".parse().unwrap();
        let qualifier = name_qualifier("https://example.com/saml", account, "MySAMLIdP");
        assert_eq!(qualifier, "1uAJanUnBc2XeUkHURMht+xam2c=");
    }
}
