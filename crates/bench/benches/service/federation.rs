//! `AssumeRoleWithWebIdentity` and `AssumeRoleWithSAML` beside the cryptography that each needs: one verification of a signature
//! from the key as it is published, for SAML the digest of the assertion, and sealing the session.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest;
use load::connection;
use load::federation::{ACCOUNT, Algorithm, IdentityProvider, Issuer, Signed, role, unsigned};
use load::process::Process;
use serde_json::json;

use crate::{SECONDS, bare_handler, measure, portcullis};

/// Measures both and prints the ratios.
pub(crate) fn federation() {
    println!("federation: the processor time of a request beside that of its cryptography\n");
    println!("{:<48}{:>12}{:>8}", "", "CPU us", "ratio");
    for algorithm in [
        Algorithm::Rs256,
        Algorithm::Rs256Of4096,
        Algorithm::Es256,
        Algorithm::Es384,
    ] {
        web_identity(algorithm);
    }
    saml();
}

fn web_identity(algorithm: Algorithm) {
    let place = tempfile::tempdir().unwrap();
    let issuer = Issuer::new(algorithm);
    let (jwks, config) = (place.path().join("jwks.json"), place.path().join("c.toml"));
    std::fs::write(&jwks, issuer.jwks().to_string()).expect("the folder is new");
    let of_issuer = format!("[oidc.\"{}\"]\njwks = {jwks:?}\n", Issuer::URL);
    std::fs::write(&config, of_issuer).expect("the folder is new");

    let server = portcullis(&[
        "--dev",
        "--config",
        config.to_str().expect("paths of temporary files are text"),
    ]);
    let (root, address) = (server.root(), server.address);
    let provider = [("Url", Issuer::URL), ("ClientIDList.member.1", "bench")];
    root.iam(address, "CreateOpenIDConnectProvider", &provider);
    let role = role(
        &server,
        "AssumeRoleWithWebIdentity",
        "oidc-provider/id.example.com",
    );

    let signed = issuer.sign(json!({"sub": "system:serviceaccount:default:app"}));
    let sealing = sealing_key();
    let raw = Cryptography::measure(|| {
        verify(&issuer, &signed);
        seal(&sealing);
    });
    let request = unsigned(
        address,
        "AssumeRoleWithWebIdentity",
        &[
            ("RoleArn", &role),
            ("RoleSessionName", "session"),
            ("WebIdentityToken", &signed.token()),
        ],
    );
    let name = format!("…WithWebIdentity, {algorithm:?}");
    beside(&name, &server, &request, &raw);
}

fn saml() {
    let server = portcullis(&["--dev"]);
    let (root, address) = (server.root(), server.address);
    let idp = IdentityProvider::default();
    let metadata = [("Name", "Idp"), ("SAMLMetadataDocument", &idp.metadata())];
    root.iam(address, "CreateSAMLProvider", &metadata);
    let role = role(&server, "AssumeRoleWithSAML", "saml-provider/Idp");
    let provider = format!("arn:aws:iam::{ACCOUNT}:saml-provider/Idp");
    let assertion = idp.assertion("ann", &role, &provider, &[]);

    // A signature of the same size.
    let issuer = Issuer::new(Algorithm::Rs256);
    let signed = issuer.sign(json!({"sub": "x".repeat(300)}));
    let sealing = sealing_key();
    let raw = Cryptography::measure(|| {
        verify(&issuer, &signed);
        black_box(digest::digest(&digest::SHA256, assertion.as_bytes()));
        seal(&sealing);
    });
    let request = unsigned(
        address,
        "AssumeRoleWithSAML",
        &[
            ("RoleArn", &role),
            ("PrincipalArn", &provider),
            ("SAMLAssertion", &IdentityProvider::response(&assertion)),
        ],
    );
    beside("AssumeRoleWithSAML, Rs256", &server, &request, &raw);
}

fn verify(issuer: &Issuer, signed: &Signed) {
    let verified = issuer
        .public_key()
        .verify(signed.message.as_bytes(), &signed.signature);
    verified.expect("the key signed it");
}

fn sealing_key() -> LessSafeKey {
    let key = UnboundKey::new(&AES_256_GCM_SIV, &[1; 32]);
    LessSafeKey::new(key.expect("these keys have 32 bytes"))
}

/// Seals a session of about the size that these come to.
fn seal(key: &LessSafeKey) {
    let mut claims = [2; 300];
    let (nonce, subject) = (Nonce::from(&[3; 12]), Aad::from(b"ASIARZPUZDIKA2345678"));
    let tag = key.seal_in_place_separate_tag(nonce, subject, &mut claims);
    let _sealed = black_box((tag.expect("it is short"), claims));
}

/// What the cryptography of a request comes to, in microseconds of processor time.
struct Cryptography {
    /// While nothing else runs: the fastest of many rounds.
    alone: f64,
    /// While every processor does nothing else. Where two of them are threads of one core, each takes longer then, as it does in a
    /// server under load.
    together: f64,
}

impl Cryptography {
    fn measure(call: impl Fn() + Sync) -> Cryptography {
        Cryptography {
            alone: alone(&call),
            together: together(&call),
        }
    }
}

fn alone(call: impl Fn()) -> f64 {
    const CALLS: u32 = 200;
    let round = || {
        let started = Instant::now();
        (0..CALLS).for_each(|_| call());
        started.elapsed() / CALLS
    };
    let fastest = (0..50).map(|_| round()).min();
    fastest.unwrap_or(Duration::MAX).as_secs_f64() * 1e6
}

fn together(call: impl Fn() + Sync) -> f64 {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let time = Duration::from_secs(SECONDS);
    let until = Instant::now() + time;
    let calls = || {
        let before_the_end = (0_u32..).take_while(|_| {
            call();
            Instant::now() < until
        });
        before_the_end.count()
    };
    let done: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..processors).map(|_| scope.spawn(calls)).collect();
        let counts = threads.into_iter().map(thread::ScopedJoinHandle::join);
        counts
            .map(|count| count.expect("nothing here panics"))
            .sum()
    });
    time.as_secs_f64() * 1e6 * processors as f64 / done as f64
}

/// A request beside its cryptography, and beside that and a bare handler, which is the least that HTTP costs.
fn beside(name: &str, server: &Process, request: &[u8], raw: &Cryptography) {
    let bytes = connection::exchange(server.address, request).len();
    let bare = bare_handler(bytes);
    let bare = measure(&bare, bare.address, request).cpu;
    let ours = measure(server, server.address, request).cpu;
    println!("{name:<48}{ours:>12.1}");
    for (part, cpu) in [
        ("its cryptography, nothing else running", raw.alone),
        ("its cryptography on every processor", raw.together),
        ("that and a bare handler", raw.together + bare),
    ] {
        println!("{part:<48}{cpu:>12.1}{:>8.2}", cpu / ours);
    }
    println!();
}
