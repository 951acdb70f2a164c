//! `AssumeRoleWithWebIdentity` and `AssumeRoleWithSAML` beside the cryptography that each needs: one verification of an RSA
//! signature of 2048 bits, and for SAML the digest of the assertion.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aws_lc_rs::digest;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use load::federation::{ACCOUNT, IdentityProvider, Issuer, role, unsigned};
use load::process::Process;
use serde_json::json;

use crate::{line, measure, portcullis};

/// Measures both and prints the ratios.
pub(crate) fn federation() {
    println!("federation: the processor time of a request beside that of its cryptography\n");
    println!("{:<36}{:>12}{:>18}", "", "requests/s", "CPU us/request");
    web_identity();
    saml();
}

fn web_identity() {
    let place = tempfile::tempdir().unwrap();
    let issuer = Issuer::default();
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
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, issuer.public_key());
    let raw = microseconds(|| {
        let message = signed.message.as_bytes();
        public
            .verify(message, &signed.signature)
            .expect("the key signed it");
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
    beside("AssumeRoleWithWebIdentity", &server, &request, raw);
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
    let issuer = Issuer::default();
    let signed = issuer.sign(json!({"sub": "x".repeat(300)}));
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, issuer.public_key());
    let raw = microseconds(|| {
        let message = signed.message.as_bytes();
        public
            .verify(message, &signed.signature)
            .expect("the key signed it");
        black_box(digest::digest(&digest::SHA256, assertion.as_bytes()));
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
    beside("AssumeRoleWithSAML", &server, &request, raw);
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
