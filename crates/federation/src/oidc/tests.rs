//! Good tokens, and hostile ones made by hand. Signatures are real; that a second library signs alike shows that the form is
//! the common one.

use super::*;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair, RsaKeyPair, RsaPublicKeyComponents,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://id.example.com";

/// An issuer with one key of every kind.
struct Issuer {
    rsa: RsaKeyPair,
    ec: [(Algorithm, EcdsaKeyPair); 3],
}

static ISSUER_KEYS: LazyLock<Issuer> = LazyLock::new(|| {
    let ec = |algorithm, signing: &'static EcdsaSigningAlgorithm| {
        (algorithm, EcdsaKeyPair::generate(signing).unwrap())
    };
    Issuer {
        rsa: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
        ec: [
            ec(
                Algorithm::Es256,
                &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            ),
            ec(
                Algorithm::Es384,
                &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
            ),
            ec(
                Algorithm::Es512,
                &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
            ),
        ],
    }
});

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Issuer {
    fn jwks(&self) -> Value {
        let components: RsaPublicKeyComponents<Vec<u8>> = self.rsa.public_key().into();
        let mut keys = vec![
            json!({"kty": "RSA", "kid": "rsa", "use": "sig", "n": encode(&components.n), "e": encode(&components.e)}),
        ];
        for (algorithm, pair) in &self.ec {
            let point = &pair.public_key().as_ref()[1..];
            let (x, y) = point.split_at(point.len() / 2);
            let curve = match algorithm {
                Algorithm::Es256 => "P-256",
                Algorithm::Es384 => "P-384",
                _ => "P-521",
            };
            keys.push(json!({"kty": "EC", "kid": algorithm.name(), "crv": curve, "x": encode(x), "y": encode(y)}));
        }
        json!({ "keys": keys })
    }

    fn keys(&self) -> KeySet {
        key_set(&self.jwks())
    }

    fn sign(&self, algorithm: Algorithm, message: &str) -> Vec<u8> {
        let random = SystemRandom::new();
        let rsa = |encoding: &'static dyn signature::RsaEncoding| {
            let mut made = vec![0; self.rsa.public_modulus_len()];
            self.rsa
                .sign(encoding, &random, message.as_bytes(), &mut made)
                .unwrap();
            made
        };
        match algorithm {
            Algorithm::Rs256 => rsa(&signature::RSA_PKCS1_SHA256),
            Algorithm::Rs384 => rsa(&signature::RSA_PKCS1_SHA384),
            Algorithm::Rs512 => rsa(&signature::RSA_PKCS1_SHA512),
            Algorithm::Es256 | Algorithm::Es384 | Algorithm::Es512 => {
                let (_, pair) = self.ec.iter().find(|(of, _)| *of == algorithm).unwrap();
                let made = pair.sign(&random, message.as_bytes()).unwrap();
                made.as_ref().to_vec()
            }
        }
    }

    /// A token of these texts, signed as `algorithm` says whatever the header says.
    fn token(&self, algorithm: Algorithm, header: &str, claims: &str) -> String {
        let message = format!("{}.{}", encode(header), encode(claims));
        let made = self.sign(algorithm, &message);
        format!("{message}.{}", encode(made))
    }
}

fn key_set(jwks: &Value) -> KeySet {
    KeySet::parse(jwks.to_string().as_bytes()).unwrap()
}

fn key_id(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Rs256 | Algorithm::Rs384 | Algorithm::Rs512 => "rsa",
        other => other.name(),
    }
}

fn header(algorithm: Algorithm) -> String {
    json!({"alg": algorithm.name(), "kid": key_id(algorithm), "typ": "JWT"}).to_string()
}

fn claims() -> Value {
    json!({"iss": ISSUER, "sub": "ann@example.com", "aud": "app", "iat": NOW - 10, "exp": NOW + 600})
}

/// The claims with these instead; null takes one away.
fn claims_but(changes: &Value) -> String {
    let mut claims = claims();
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
        .as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    claims.to_string()
}

fn verify_with(keys: &KeySet, token: &str) -> Result<Claims, Refusal> {
    let expected = Expected {
        issuer: ISSUER,
        client_ids: &["other".to_owned(), "app".to_owned()],
        now: NOW,
    };
    Token::read(token)?.verify(keys, &expected)
}

fn verify(token: &str) -> Result<Claims, Refusal> {
    verify_with(&ISSUER_KEYS.keys(), token)
}

fn with_claims(changes: &Value) -> Result<Claims, Refusal> {
    let algorithm = Algorithm::Es256;
    verify(&ISSUER_KEYS.token(algorithm, &header(algorithm), &claims_but(changes)))
}

fn with_header(text: &str) -> Result<Claims, Refusal> {
    verify(&ISSUER_KEYS.token(Algorithm::Es256, text, &claims().to_string()))
}

/// X-21.
#[test]
fn a_token_of_every_algorithm_is_believed() {
    let mut names = Algorithm::ALL.map(Algorithm::name);
    names.sort_unstable();
    assert_eq!(
        names,
        ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512"]
    );
    for algorithm in Algorithm::ALL {
        let token = ISSUER_KEYS.token(algorithm, &header(algorithm), &claims().to_string());
        let claims = verify(&token).unwrap();
        assert_eq!(claims.subject(), "ann@example.com", "{algorithm:?}");
        assert_eq!(claims.client(), Some("app"));
    }
}

#[test]
fn what_another_library_signs_is_believed() {
    for (algorithm, theirs) in [
        (Algorithm::Rs256, jsonwebtoken::Algorithm::RS256),
        (Algorithm::Rs384, jsonwebtoken::Algorithm::RS384),
        (Algorithm::Rs512, jsonwebtoken::Algorithm::RS512),
        (Algorithm::Es256, jsonwebtoken::Algorithm::ES256),
        (Algorithm::Es384, jsonwebtoken::Algorithm::ES384),
    ] {
        let mut header = jsonwebtoken::Header::new(theirs);
        header.kid = Some(key_id(algorithm).to_owned());
        let key = match ISSUER_KEYS.ec.iter().find(|(of, _)| *of == algorithm) {
            Some((_, pair)) => {
                jsonwebtoken::EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref())
            }
            None => {
                let pkcs8 = ISSUER_KEYS.rsa.as_der().unwrap();
                // It wants PKCS #1, which PKCS #8 wraps in 26 bytes.
                jsonwebtoken::EncodingKey::from_rsa_der(&pkcs8.as_ref()[26..])
            }
        };
        let token = jsonwebtoken::encode(&header, &claims(), &key).unwrap();
        assert!(verify(&token).is_ok(), "{algorithm:?}");
    }
}

#[test]
fn a_token_that_nobody_signed_is_refused() {
    for name in [
        "none", "None", "NONE", "nOnE", "", "PS256", "EdDSA", "ES256K", "rs256",
    ] {
        let header = json!({"alg": name, "kid": "rsa"}).to_string();
        for signature in ["", "AAAA"] {
            let token = format!(
                "{}.{}.{signature}",
                encode(&header),
                encode(claims().to_string())
            );
            assert_eq!(verify(&token), Err(Refusal::Algorithm), "{name}");
        }
    }
    let stripped = format!(
        "{}.{}.",
        encode(header(Algorithm::Rs256)),
        encode(claims().to_string())
    );
    assert_eq!(verify(&stripped), Err(Refusal::Signature));
}

#[test]
fn a_public_key_is_never_a_shared_secret() {
    let jwks = ISSUER_KEYS.jwks();
    for (name, theirs) in [
        ("HS256", jsonwebtoken::Algorithm::HS256),
        ("HS384", jsonwebtoken::Algorithm::HS384),
        ("HS512", jsonwebtoken::Algorithm::HS512),
    ] {
        let modulus = jwks["keys"][0]["n"].as_str().unwrap();
        let components: RsaPublicKeyComponents<Vec<u8>> = ISSUER_KEYS.rsa.public_key().into();
        for secret in [
            modulus.as_bytes(),
            &components.n,
            jwks.to_string().as_bytes(),
        ] {
            let mut header = jsonwebtoken::Header::new(theirs);
            header.kid = Some("rsa".to_owned());
            let key = jsonwebtoken::EncodingKey::from_secret(secret);
            let token = jsonwebtoken::encode(&header, &claims(), &key).unwrap();
            assert_eq!(verify(&token), Err(Refusal::Algorithm), "{name}");
        }
    }
}

#[test]
fn a_symmetric_key_in_a_key_set_is_no_key() {
    let mut jwks = ISSUER_KEYS.jwks();
    let keys = jwks["keys"].as_array_mut().unwrap();
    keys.push(json!({"kty": "oct", "kid": "shared", "alg": "HS256", "k": "c2VjcmV0"}));
    assert_eq!(key_set(&jwks).len(), 4);
}

#[test]
fn the_algorithm_never_changes_what_a_key_is() {
    for (named, signed) in [
        (Algorithm::Rs256, Algorithm::Es256),
        (Algorithm::Es256, Algorithm::Rs256),
        (Algorithm::Es256, Algorithm::Es384),
        (Algorithm::Es384, Algorithm::Es512),
        (Algorithm::Rs256, Algorithm::Rs512),
    ] {
        for kid in [key_id(named), key_id(signed)] {
            let header = json!({"alg": named.name(), "kid": kid}).to_string();
            let token = ISSUER_KEYS.token(signed, &header, &claims().to_string());
            let refusal = verify(&token).unwrap_err();
            assert!(
                matches!(refusal, Refusal::Signature | Refusal::UnknownKey),
                "{named:?} {signed:?} {kid}: {refusal:?}"
            );
        }
    }
}

#[test]
fn a_key_that_says_its_algorithm_is_for_no_other() {
    let mut jwks = ISSUER_KEYS.jwks();
    jwks["keys"][0]["alg"] = json!("RS512");
    let keys = key_set(&jwks);
    let token = |algorithm| ISSUER_KEYS.token(algorithm, &header(algorithm), &claims().to_string());
    assert!(verify_with(&keys, &token(Algorithm::Rs512)).is_ok());
    assert_eq!(
        verify_with(&keys, &token(Algorithm::Rs256)),
        Err(Refusal::UnknownKey)
    );
}

#[test]
fn keys_that_cannot_be_used_are_left_out() {
    let whole = ISSUER_KEYS.jwks();
    for (at, member, value) in [
        (0, "kty", json!("oct")),
        (0, "use", json!("enc")),
        (0, "use", json!(1)),
        (0, "key_ops", json!(["encrypt"])),
        (0, "alg", json!("ES256")),
        (0, "alg", json!("RSA-OAEP")),
        (0, "d", json!("AQAB")),
        (0, "kid", json!(7)),
        (0, "n", json!("AQAB")),
        (0, "n", json!("not base64!")),
        (0, "e", json!("")),
        (0, "e", json!(encode([1; 5]))),
        (1, "crv", json!("secp256k1")),
        (1, "crv", json!("P-384")),
        (1, "x", json!(encode([1; 32]))),
        (1, "x", json!(encode([0; 32]))),
        (1, "y", json!(encode([1; 31]))),
        (1, "y", Value::Null),
    ] {
        let mut jwks = whole.clone();
        jwks["keys"][at][member] = value.clone();
        assert_eq!(key_set(&jwks).len(), 3, "{member} {value}");
    }
    let mut jwks = whole;
    jwks["keys"][0]["key_ops"] = json!(["verify"]);
    assert_eq!(key_set(&jwks).len(), 4);
}

#[test]
fn a_key_set_that_could_be_read_in_two_ways_is_refused_whole() {
    for text in [
        "",
        "[]",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":[1]}"#,
        r#"{"keys":[],"keys":[]}"#,
        r#"{"keys":[{"kty":"RSA","kty":"EC"}]}"#,
    ] {
        assert_eq!(
            KeySet::parse(text.as_bytes()).unwrap_err(),
            BadKeySet::Malformed,
            "{text}"
        );
    }
    let huge = format!("{{\"keys\":[],\"x\":\"{}\"}}", "x".repeat(600_000));
    assert_eq!(
        KeySet::parse(huge.as_bytes()).unwrap_err(),
        BadKeySet::TooLarge
    );
}

#[test]
fn a_hundred_keys_of_a_kind_are_the_most() {
    let key = ISSUER_KEYS.jwks()["keys"][0].clone();
    let many = |count| json!({"keys": vec![key.clone(); count]}).to_string();
    assert_eq!(KeySet::parse(many(100).as_bytes()).unwrap().len(), 100);
    assert_eq!(
        KeySet::parse(many(101).as_bytes()).unwrap_err(),
        BadKeySet::TooManyKeys
    );
}

#[test]
fn the_key_is_the_one_that_the_header_names() {
    for kid in ["unknown", "", "RSA", "rsa ", "ES384"] {
        let header = json!({"alg": "ES256", "kid": kid}).to_string();
        assert_eq!(with_header(&header), Err(Refusal::UnknownKey), "{kid}");
    }
    // Without a name, only where there is no choice.
    let nameless = r#"{"alg":"ES256"}"#;
    assert!(with_header(nameless).is_ok());
    let mut jwks = ISSUER_KEYS.jwks();
    let mut second = jwks["keys"][1].clone();
    second["kid"] = json!("second");
    jwks["keys"].as_array_mut().unwrap().push(second);
    let token = ISSUER_KEYS.token(Algorithm::Es256, nameless, &claims().to_string());
    assert_eq!(
        verify_with(&key_set(&jwks), &token),
        Err(Refusal::UnknownKey)
    );
}

#[test]
fn keys_that_the_token_brings_along_are_not_looked_at() {
    let stranger = EcdsaKeyPair::generate(&signature::ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let point = &stranger.public_key().as_ref()[1..];
    let (x, y) = point.split_at(32);
    let key = json!({"kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y)});
    let header = json!({"alg": "ES256", "kid": "ES256", "jwk": key, "jku": "https://evil.example.com", "x5u": "https://evil.example.com"});
    let message = format!(
        "{}.{}",
        encode(header.to_string()),
        encode(claims().to_string())
    );
    let made = stranger
        .sign(&SystemRandom::new(), message.as_bytes())
        .unwrap();
    assert_eq!(
        verify(&format!("{message}.{}", encode(made))),
        Err(Refusal::Signature)
    );
}

#[test]
fn headers_that_demand_or_repeat_are_refused() {
    for text in [
        r#"{"alg":"ES256","kid":"ES256","crit":["b64"],"b64":true}"#,
        r#"{"alg":"ES256","kid":"ES256","crit":[]}"#,
        r#"{"alg":"ES256","kid":"ES256","b64":false}"#,
        r#"{"alg":"ES256","kid":"ES256","zip":"DEF"}"#,
        r#"{"alg":"none","alg":"ES256","kid":"ES256"}"#,
        r#"{"alg":["ES256"],"kid":"ES256"}"#,
        r#"{"alg":"ES256","kid":["ES256"]}"#,
        r#"{"kid":"ES256"}"#,
        "[]",
        "",
        "null",
    ] {
        assert_eq!(with_header(text), Err(Refusal::Malformed), "{text}");
    }
}

#[test]
fn claims_that_repeat_are_refused() {
    let good = claims().to_string();
    let doubled = good.replacen('{', r#"{"sub":"root@example.com","#, 1);
    let nested = good.replacen('{', r#"{"x":{"a":1,"a":2},"#, 1);
    for text in [doubled, nested] {
        let token = ISSUER_KEYS.token(Algorithm::Es256, &header(Algorithm::Es256), &text);
        assert_eq!(verify(&token), Err(Refusal::Malformed));
    }
}

#[test]
fn what_has_not_three_parts_of_base64_is_refused() {
    let good = ISSUER_KEYS.token(
        Algorithm::Es256,
        &header(Algorithm::Es256),
        &claims().to_string(),
    );
    assert!(verify(&good).is_ok());
    let (message, made) = good.rsplit_once('.').unwrap();
    for text in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        message.to_owned(),
        format!("{good}."),
        format!("{good}.{made}"),
        format!("{good}="),
        format!(" {good}"),
        format!("{good}\n"),
        format!("{message}.{}+", &made[..made.len() - 1]),
        "a".repeat(20_001),
        format!("{message}.{}", "A".repeat(20_000)),
    ] {
        assert_eq!(verify(&text), Err(Refusal::Malformed), "{text}");
    }
}

/// X-22.
#[test]
fn times_hold_with_five_minutes_of_skew() {
    for (changes, expected) in [
        (json!({"exp": NOW - 299}), None),
        (
            json!({"exp": NOW - 300}),
            Some(Refusal::Expired {
                now: NOW,
                expires: NOW - 300,
            }),
        ),
        (
            json!({"exp": 0}),
            Some(Refusal::Expired {
                now: NOW,
                expires: 0,
            }),
        ),
        (json!({"iat": NOW + 300}), None),
        (json!({"iat": NOW + 301}), Some(Refusal::NotYet)),
        (json!({"nbf": NOW + 300}), None),
        (json!({"nbf": NOW + 301}), Some(Refusal::NotYet)),
        (json!({"exp": i64::MAX}), None),
        (
            json!({"exp": i64::MIN}),
            Some(Refusal::Expired {
                now: NOW,
                expires: i64::MIN,
            }),
        ),
        (json!({"exp": "soon"}), Some(Refusal::Unreadable("exp"))),
        (
            json!({"exp": (NOW + 600).to_string()}),
            Some(Refusal::Unreadable("exp")),
        ),
        (
            json!({"iat": f64::from(1_700_000_000)}),
            Some(Refusal::Unreadable("iat")),
        ),
        (
            json!({"exp": 1_900_000_000.5}),
            Some(Refusal::Unreadable("exp")),
        ),
        (json!({"exp": u64::MAX}), Some(Refusal::Unreadable("exp"))),
        (json!({"iat": [NOW]}), Some(Refusal::Unreadable("iat"))),
        (json!({"nbf": true}), Some(Refusal::Unreadable("nbf"))),
    ] {
        assert_eq!(with_claims(&changes).err(), expected, "{changes}");
    }
}

/// X-22.
#[test]
fn every_required_claim_is_required() {
    for name in ["iss", "sub", "aud", "iat", "exp"] {
        let changes = json!({ name: null });
        assert_eq!(with_claims(&changes), Err(Refusal::Missing(name)));
        let changes = json!({ name: {} });
        assert_eq!(with_claims(&changes), Err(Refusal::Unreadable(name)));
    }
    for subject in [String::new(), "x".repeat(256)] {
        assert_eq!(
            with_claims(&json!({ "sub": subject })),
            Err(Refusal::Unreadable("sub"))
        );
    }
}

/// X-22.
#[test]
fn another_issuers_token_is_refused_however_it_is_spelled() {
    for issuer in [
        "https://id.example.com/",
        "http://id.example.com",
        "id.example.com",
        "https://ID.example.com",
        "https://evil.example.com",
        "",
    ] {
        assert_eq!(
            with_claims(&json!({ "iss": issuer })),
            Err(Refusal::Issuer),
            "{issuer}"
        );
    }
}

/// X-23.
#[test]
fn the_audience_is_the_authorized_party_or_the_only_one() {
    for (changes, accepted) in [
        (json!({"aud": "app"}), true),
        (json!({"aud": ["app"]}), true),
        (json!({"aud": "other"}), true),
        (json!({"aud": "App"}), false),
        (json!({"aud": "stranger"}), false),
        (json!({"aud": ["app", "other"]}), false),
        (json!({"aud": ["app", "stranger"], "azp": "app"}), true),
        (json!({"aud": "app", "azp": "stranger"}), false),
        (json!({"aud": "stranger", "azp": "app"}), true),
        (json!({"aud": "app", "azp": ""}), false),
    ] {
        let refusal = with_claims(&changes).err();
        assert_eq!(
            refusal,
            (!accepted).then_some(Refusal::Audience),
            "{changes}"
        );
    }
    for audience in [json!([]), json!([1]), json!(1), json!(vec!["a"; 101])] {
        assert_eq!(
            with_claims(&json!({ "aud": audience })),
            Err(Refusal::Unreadable("aud"))
        );
    }
}

/// X-27.
#[test]
fn session_tags_come_in_two_forms() {
    let expected = SessionTags {
        tags: vec![
            ("Team".to_owned(), "blue".to_owned()),
            ("cost".to_owned(), "7".to_owned()),
        ],
        transitive: vec!["Team".to_owned()],
    };
    for changes in [
        json!({"https://aws.amazon.com/tags": {"principal_tags": {"Team": ["blue"], "cost": ["7"]}, "transitive_tag_keys": ["Team"]}}),
        json!({
            "https://aws.amazon.com/tags/principal_tags/Team": "blue",
            "https://aws.amazon.com/tags/principal_tags/cost": ["7"],
            "https://aws.amazon.com/tags/transitive_tag_keys": ["Team"],
        }),
    ] {
        assert_eq!(with_claims(&changes).unwrap().session_tags(), &expected);
    }
    for tags in [
        json!([]),
        json!({"principal_tags": []}),
        json!({"principal_tags": {"a": ["1", "2"]}}),
        json!({"principal_tags": {"a": []}}),
        json!({"principal_tags": {"a": 1}}),
        json!({"transitive_tag_keys": [1]}),
        json!({"principal_tags": (0..51).map(|n| (n.to_string(), "x")).collect::<std::collections::BTreeMap<_, _>>()}),
    ] {
        let refusal = with_claims(&json!({"https://aws.amazon.com/tags": tags}));
        assert_eq!(
            refusal,
            Err(Refusal::Unreadable("https://aws.amazon.com/tags")),
            "{tags}"
        );
    }
}

#[test]
fn other_claims_of_aws_are_read() {
    let claims = with_claims(&json!({
        "https://aws.amazon.com/source_identity": "ann",
        "https://aws.amazon.com/roles": ["arn:aws:iam::123456789012:role/a"],
        "email": "ann@example.com", "amr": ["pwd", "otp"], "n": 5, "yes": true, "deep": {"x": 1},
    }))
    .unwrap();
    assert_eq!(claims.source_identity(), Some("ann"));
    assert_eq!(
        claims.roles(),
        Some(&["arn:aws:iam::123456789012:role/a".to_owned()][..])
    );
    assert_eq!(
        claims.value("amr"),
        Some(ClaimValue::Many(vec!["pwd", "otp"]))
    );
    assert_eq!(claims.value("n"), Some(ClaimValue::One("5".to_owned())));
    assert_eq!(
        claims.value("yes"),
        Some(ClaimValue::One("true".to_owned()))
    );
    assert_eq!(claims.value("deep"), None);
    assert_eq!(claims.value("absent"), None);
    let claims = with_claims(&json!({})).unwrap();
    assert_eq!((claims.source_identity(), claims.roles()), (None, None));
    let refusal = with_claims(&json!({"https://aws.amazon.com/source_identity": 1}));
    assert!(matches!(refusal, Err(Refusal::Unreadable(_))));
}

#[test]
fn discovery_is_for_the_issuer_that_was_asked() {
    let check = |text: &str| jwks_uri(text.as_bytes(), ISSUER);
    let good = r#"{"issuer":"https://id.example.com","jwks_uri":"https://id.example.com/jwks"}"#;
    assert_eq!(check(good).unwrap(), "https://id.example.com/jwks");
    for issuer in ["https://id.example.com/", "https://evil.example.com"] {
        let text = json!({"issuer": issuer, "jwks_uri": "https://x"}).to_string();
        assert_eq!(check(&text), Err(BadDiscovery::Issuer));
    }
    for text in [
        "",
        "{}",
        r#"{"issuer":"https://id.example.com"}"#,
        r#"{"issuer":"https://id.example.com","jwks_uri":["a"]}"#,
        r#"{"issuer":"https://id.example.com","jwks_uri":"a","jwks_uri":"b"}"#,
        &format!("{{\"x\":\"{}\"}}", "x".repeat(200_000)),
    ] {
        assert_eq!(check(text), Err(BadDiscovery::Malformed));
    }
}

proptest! {
    /// One changed letter anywhere and the token is refused, or it was no change: the last letter of base64 has spare bits,
    /// which are refused too.
    #[test]
    fn every_changed_letter_is_refused(at in any::<proptest::sample::Index>(), letter in "[A-Za-z0-9_.-]") {
        let token = ISSUER_KEYS.token(Algorithm::Es256, &header(Algorithm::Es256), &claims().to_string());
        let at = at.index(token.len());
        let changed = format!("{}{letter}{}", &token[..at], &token[at + 1..]);
        prop_assume!(changed != token);
        prop_assert!(verify(&changed).is_err());
    }

    /// No text stops the reader.
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}", header in ".{0,60}", claims in ".{0,60}") {
        prop_assert!(Token::read(&text).is_err());
        let token = format!("{}.{}.AAAA", encode(header), encode(claims));
        prop_assert!(Token::read(&token).is_err());
        let _ = KeySet::parse(text.as_bytes());
    }
}
