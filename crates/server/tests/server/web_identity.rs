//! Issuers with real servers: where keys are fetched, and where they are not.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer as Authority};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use crate::client::{Reply, exchange, form};
use crate::running::{Server, settings};

const ROLE: &str = "arn:aws:iam::123456789012:role/Web";

/// What an issuer answers, by path: status, further headers, body.
type Answers = Arc<Mutex<Vec<(&'static str, u16, String, String)>>>;

/// An issuer on this machine that answers what it is told to.
struct Issuer {
    url: String,
    answers: Answers,
    asked: Arc<Mutex<Vec<String>>>,
    key: EcdsaKeyPair,
    /// PEM and thumbprint of the authority that vouches for its server.
    authority: Option<(String, String)>,
}

impl Issuer {
    fn plain() -> Issuer {
        Issuer::start(None)
    }

    fn tls() -> Issuer {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = parameters.self_signed(&key).unwrap();
        let authority = Authority::new(parameters, key);
        let leaf_key = rcgen::KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(vec!["localhost".to_owned()])
            .unwrap()
            .signed_by(&leaf_key, &authority)
            .unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![leaf.der().clone(), ca.der().clone()],
                PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der())),
            )
            .unwrap();
        let mut issuer = Issuer::start(Some(Arc::new(config)));
        issuer.authority = Some((ca.pem(), hex::encode(Sha1::digest(ca.der()))));
        issuer
    }

    fn start(config: Option<Arc<ServerConfig>>) -> Issuer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers = Answers::default();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (told, seen) = (Arc::clone(&answers), Arc::clone(&asked));
        let url = match config {
            Some(_) => format!("https://localhost:{port}"),
            None => format!("http://127.0.0.1:{port}"),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                match &config {
                    Some(config) => {
                        let connection = ServerConnection::new(Arc::clone(config)).unwrap();
                        answer(StreamOwned::new(connection, stream), &told, &seen);
                    }
                    None => answer(stream, &told, &seen),
                }
            }
        });
        let issuer = Issuer {
            url,
            answers,
            asked,
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
            authority: None,
        };
        let url = &issuer.url;
        issuer.tell(
            "/.well-known/openid-configuration",
            &json!({"issuer": url, "jwks_uri": format!("{url}/jwks")}),
        );
        issuer.tell("/jwks", &issuer.jwks("first"));
        issuer
    }

    fn jwks(&self, kid: &str) -> Value {
        let point = &self.key.public_key().as_ref()[1..];
        let (x, y) = point.split_at(32);
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": kid, "x": encode(x), "y": encode(y)}]})
    }

    fn tell(&self, path: &'static str, document: &Value) {
        self.tell_raw(path, 200, "", document.to_string());
    }

    fn tell_raw(&self, path: &'static str, status: u16, headers: &str, body: String) {
        let mut answers = self.answers.lock().unwrap();
        answers.retain(|(of, ..)| *of != path);
        answers.push((path, status, headers.to_owned(), body));
    }

    fn token(&self, kid: &str) -> String {
        let now = jiff::Timestamp::now().as_second();
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = json!({"iss": self.url, "aud": "app", "sub": "ann@example.com", "iat": now, "exp": now + 60});
        let message = format!(
            "{}.{}",
            encode(&json!({"alg": "ES256", "kid": kid})),
            encode(&claims)
        );
        let signature = self
            .key
            .sign(&SystemRandom::new(), message.as_bytes())
            .unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn answer(mut stream: impl Read + Write, told: &Answers, seen: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(&mut stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut header = String::new();
    while reader.read_line(&mut header).is_ok_and(|read| read > 2) {
        header.clear();
    }
    seen.lock().unwrap().push(path.clone());
    let told = told.lock().unwrap();
    let found = told.iter().find(|(of, ..)| *of == path);
    let (status, headers, body) = found.map_or((404, "", ""), |(_, status, headers, body)| {
        (*status, headers.as_str(), body.as_str())
    });
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    // Whoever refuses the certificate, or has read enough, hangs up.
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
    let _ = stream.flush();
}

/// A server whose account has this issuer as a provider, with a role that trusts it.
fn server(issuer: &Issuer, flags: &[(&str, &str)], thumbprint: Option<&str>) -> Server {
    let mut all = vec![("dev", "true")];
    all.extend(flags);
    let server = Server::start(&settings(&all, &[]).unwrap()).unwrap();
    let mut parameters = vec![
        ("Url", issuer.url.as_str()),
        ("ClientIDList.member.1", "app"),
    ];
    parameters.extend(thumbprint.map(|it| ("ThumbprintList.member.1", it)));
    let made = server.iam("CreateOpenIDConnectProvider", &parameters);
    assert_eq!(made.status, 200, "{}", made.body);
    let name = issuer.url.split_once("://").unwrap().1;
    let provider = format!("arn:aws:iam::123456789012:oidc-provider/{name}");
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {format!("{name}:sub"): "ann@example.com"}}}});
    let made = server.iam(
        "CreateRole",
        &[
            ("RoleName", "Web"),
            ("AssumeRolePolicyDocument", &trust.to_string()),
        ],
    );
    assert_eq!(made.status, 200, "{}", made.body);
    server
}

fn sign_in(address: SocketAddr, token: &str) -> Reply {
    let parameters = [
        ("RoleArn", ROLE),
        ("RoleSessionName", "s1"),
        ("WebIdentityToken", token),
    ];
    let body = form("AssumeRoleWithWebIdentity", "2011-06-15", &parameters);
    let request = format!(
        "POST / HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    exchange(address, request.as_bytes())
}

fn refused(reply: &Reply, code: &str, text: &str) {
    assert_eq!(reply.status, 400, "{}", reply.body);
    assert!(
        reply.body.contains(&format!("<Code>{code}</Code>")) && reply.body.contains(text),
        "{}",
        reply.body
    );
}

const NO_KEY: &str = "retrieve verification key from your identity provider";

/// Where the issuer says, which it does where everybody looks.
#[test]
fn keys_are_fetched_once_and_again_when_a_token_names_a_new_one() {
    let issuer = Issuer::plain();
    let server = server(&issuer, &[], None);
    for _ in 0..3 {
        let reply = sign_in(server.address, &issuer.token("first"));
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert!(reply.body.contains("assumed-role/Web/s1"));
    }
    assert_eq!(
        *issuer.asked.lock().unwrap(),
        ["/.well-known/openid-configuration", "/jwks"],
        "once"
    );
    issuer.tell("/jwks", &issuer.jwks("second"));
    assert_eq!(sign_in(server.address, &issuer.token("second")).status, 200);
    assert_eq!(issuer.asked(), 4);
    // What the issuer no longer publishes is no key any more.
    refused(
        &sign_in(server.address, &issuer.token("first")),
        "InvalidIdentityToken",
        NO_KEY,
    );
    for _ in 0..10 {
        refused(
            &sign_in(server.address, &issuer.token("unknown")),
            "InvalidIdentityToken",
            NO_KEY,
        );
    }
    assert_eq!(issuer.asked(), 10, "five times a minute, two requests each");
}

#[test]
fn an_issuer_is_trusted_by_the_operators_authority() {
    let issuer = Issuer::tls();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, &issuer.authority.as_ref().unwrap().0).unwrap();
    let server = server(&issuer, &[("federation-ca", file.to_str().unwrap())], None);
    let reply = sign_in(server.address, &issuer.token("first"));
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[test]
fn an_issuer_is_trusted_by_its_thumbprint_and_not_by_another() {
    let issuer = Issuer::tls();
    let (_, thumbprint) = issuer.authority.clone().unwrap();
    let trusting = server(&issuer, &[], Some(&thumbprint.to_uppercase()));
    let reply = sign_in(trusting.address, &issuer.token("first"));
    assert_eq!(reply.status, 200, "{}", reply.body);
    for thumbprint in [None, Some("a031c46782e6e6c662c2c87c76da9aa62ccabd8e")] {
        let doubting = server(&issuer, &[], thumbprint);
        refused(
            &sign_in(doubting.address, &issuer.token("first")),
            "InvalidIdentityToken",
            "certificate doesn",
        );
    }
}

#[test]
fn what_an_issuer_should_not_answer_is_not_believed() {
    let discovery = "/.well-known/openid-configuration";
    let other =
        json!({"issuer": "https://evil.example.com", "jwks_uri": "http://127.0.0.1:1/jwks"});
    let elsewhere = |url: &str| json!({"issuer": url, "jwks_uri": "file:///etc/passwd"});
    type Tell = fn(&Issuer, &'static str, &Value);
    let cases: [(&str, Tell); 6] = [
        ("redirect", |issuer, path, _| {
            issuer.tell_raw(path, 302, "location: /jwks\r\n", String::new());
        }),
        ("another issuer's", |issuer, path, other| {
            issuer.tell(path, other)
        }),
        ("no JSON", |issuer, path, _| {
            issuer.tell_raw(path, 200, "", "<html>".to_owned());
        }),
        ("too large", |issuer, _, _| {
            issuer.tell_raw("/jwks", 200, "", " ".repeat(600_000));
        }),
        ("no keys", |issuer, _, _| issuer.tell("/jwks", &json!({}))),
        ("not found", |issuer, path, _| {
            issuer.tell_raw(path, 404, "", String::new());
        }),
    ];
    for (case, tell) in cases {
        let issuer = Issuer::plain();
        tell(&issuer, discovery, &other);
        let server = server(&issuer, &[], None);
        let reply = sign_in(server.address, &issuer.token("first"));
        assert!(reply.body.contains(NO_KEY), "{case}: {}", reply.body);
        refused(&reply, "InvalidIdentityToken", NO_KEY);
    }
    let issuer = Issuer::plain();
    issuer.tell(discovery, &elsewhere(&issuer.url));
    let server = server(&issuer, &[], None);
    refused(
        &sign_in(server.address, &issuer.token("first")),
        "InvalidIdentityToken",
        NO_KEY,
    );
}

/// S-53.
#[test]
fn an_issuer_that_fails_may_be_asked_again_and_old_keys_serve_meanwhile() {
    let issuer = Issuer::plain();
    let server = server(&issuer, &[], None);
    issuer.tell_raw("/jwks", 503, "", String::new());
    refused(
        &sign_in(server.address, &issuer.token("first")),
        "IDPCommunicationError",
        NO_KEY,
    );
    issuer.tell("/jwks", &issuer.jwks("first"));
    assert_eq!(sign_in(server.address, &issuer.token("first")).status, 200);
    issuer.tell_raw("/jwks", 503, "", String::new());
    refused(
        &sign_in(server.address, &issuer.token("second")),
        "InvalidIdentityToken",
        NO_KEY,
    );
    assert_eq!(sign_in(server.address, &issuer.token("first")).status, 200);
}

#[test]
fn a_file_of_keys_stands_for_the_issuer() {
    let issuer = Issuer::plain();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("jwks.json"), issuer.jwks("first").to_string()).unwrap();
    let config = format!(
        "[oidc.\"{}\"]\njwks = {:?}\n",
        issuer.url,
        path("jwks.json")
    );
    std::fs::write(path("portcullis.toml"), config).unwrap();
    let flags = [(
        "config",
        path("portcullis.toml").to_str().unwrap().to_owned(),
    )];
    let flags: Vec<(&str, &str)> = flags
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let server = server(&issuer, &flags, None);
    assert_eq!(sign_in(server.address, &issuer.token("first")).status, 200);
    std::fs::write(path("jwks.json"), issuer.jwks("second").to_string()).unwrap();
    assert_eq!(sign_in(server.address, &issuer.token("second")).status, 200);
    assert_eq!(issuer.asked(), 0);
    std::fs::write(path("jwks.json"), "nonsense").unwrap();
    let refused = Server::start(&settings(&[("dev", "true"), flags[0]], &[]).unwrap());
    assert!(refused.err().unwrap().contains("as the keys of"));
}
