//! HTTPS, and a new certificate without a restart.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::client::{connect, form, read};
use crate::running::{Server, settings};

/// A fresh certificate for localhost, written where the server reads it.
fn certificate(folder: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("tls.crt"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("tls.key"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().clone()
}

fn call(server: &Server, trusted: &CertificateDer<'static>) -> std::io::Result<u16> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = StreamOwned::new(
        ClientConnection::new(Arc::new(config), name).unwrap(),
        connect(server.address),
    );
    let body = form("GetCallerIdentity", "2011-06-15", &[]);
    stream.write_all(&server.root().signed("sts", body.as_bytes(), "localhost"))?;
    Ok(read(&mut stream).status)
}

#[test]
fn https_is_served_and_a_new_certificate_is_taken_on_reload() {
    let folder = tempfile::tempdir().unwrap();
    let first = certificate(folder.path());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let flags = [
        ("dev", "true"),
        ("tls-cert", &*path("tls.crt")),
        ("tls-key", &*path("tls.key")),
    ];
    let server = Server::start(&settings(&flags, &[]).unwrap()).unwrap();
    assert_eq!(call(&server, &first).unwrap(), 200);
    let second = certificate(folder.path());
    assert!(call(&server, &second).is_err(), "not before the reload");
    server.reload();
    assert_eq!(call(&server, &second).unwrap(), 200);
    assert!(call(&server, &first).is_err());
    std::fs::write(path("tls.crt"), "nonsense").unwrap();
    server.reload();
    assert_eq!(
        call(&server, &second).unwrap(),
        200,
        "a bad certificate leaves the old one in force"
    );
    server.stop();
}

#[test]
fn a_certificate_and_a_key_that_do_not_belong_together_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path());
    let other = rcgen::KeyPair::generate().unwrap();
    std::fs::write(folder.path().join("tls.key"), other.serialize_pem()).unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let flags = [
        ("dev", "true"),
        ("tls-cert", &*path("tls.crt")),
        ("tls-key", &*path("tls.key")),
    ];
    assert!(
        Server::start(&settings(&flags, &[]).unwrap())
            .err()
            .unwrap()
            .contains("for TLS")
    );
}
