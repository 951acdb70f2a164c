//! Asking an issuer: discovery, then keys. One request each, no redirects, bounded in time and size.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use federation::oidc::{self, KeySet};
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use iam::{KeyRequest, NoKeys};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::trust::Authorities;
use crate::Fault;

/// For one document, connecting included.
const SECONDS_MAX: Duration = Duration::from_secs(5);
/// The most bytes of a document; the readers are stricter.
const BYTES_MAX: usize = 512 * 1024;

/// Fetches issuers' keys.
pub(super) struct Fetcher {
    authorities: Authorities,
    /// Whether issuers on this machine may be without TLS (`--dev`).
    plain: bool,
}

/// Why a document was not fetched, for the log.
#[derive(Debug)]
struct Failure {
    kind: NoKeys,
    text: String,
}

impl Fetcher {
    pub(super) fn new(authorities: Option<&Path>, plain: bool) -> Result<Fetcher, Fault> {
        Ok(Fetcher {
            authorities: Authorities::load(authorities)?,
            plain,
        })
    }

    /// The keys that the issuer says it signs with now.
    pub(super) async fn keys(&self, wanted: &KeyRequest) -> Result<KeySet, NoKeys> {
        self.try_keys(wanted).await.map_err(|failure| {
            tracing::warn!(issuer = %wanted.issuer, "no keys: {}", failure.text);
            failure.kind
        })
    }

    async fn try_keys(&self, wanted: &KeyRequest) -> Result<KeySet, Failure> {
        let issuer = &wanted.issuer;
        let discovery = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let document = self.get(&discovery, &wanted.thumbprints).await?;
        let jwks_uri = oidc::jwks_uri(&document, issuer).map_err(unusable)?;
        let keys = self.get(&jwks_uri, &wanted.thumbprints).await?;
        KeySet::parse(&keys).map_err(unusable)
    }

    async fn get(&self, url: &str, thumbprints: &[String]) -> Result<Bytes, Failure> {
        match timeout(SECONDS_MAX, self.get_slowly(url, thumbprints)).await {
            Ok(got) => got,
            Err(_) => Err(unreachable(format!("`{url}` took too long"))),
        }
    }

    async fn get_slowly(&self, url: &str, thumbprints: &[String]) -> Result<Bytes, Failure> {
        let target = Target::parse(url, self.plain)
            .ok_or_else(|| unusable(format!("`{url}` is no URL that keys are fetched from")))?;
        let stream = connected(&target).await?;
        if !target.tls {
            return ask(stream, &target).await;
        }
        let name = ServerName::try_from(target.host.clone()).map_err(unusable)?;
        let config = Arc::new(self.authorities.config(thumbprints));
        let stream = TlsConnector::from(config)
            .connect(name, stream)
            .await
            .map_err(|error| {
                let kind = match error.get_ref().and_then(|it| it.downcast_ref()) {
                    Some(rustls::Error::InvalidCertificate(_)) => NoKeys::Untrusted,
                    _ => NoKeys::Unreachable,
                };
                Failure {
                    kind,
                    text: format!("`{url}`: {error}"),
                }
            })?;
        ask(stream, &target).await
    }
}

/// A connection to the host, wherever an issuer can be. An account names the issuer, and the issuer where its keys are: neither
/// may send us to what answers only to machines beside it, as clouds' metadata services do.
async fn connected(target: &Target) -> Result<TcpStream, Failure> {
    let found = tokio::net::lookup_host((target.host.as_str(), target.port)).await;
    let addresses: Vec<SocketAddr> = found
        .map_err(unreachable)?
        .filter(|address| is_elsewhere(address.ip()))
        .collect();
    if addresses.is_empty() {
        return Err(unusable(format!(
            "`{}` has no address that keys are fetched from",
            target.host
        )));
    }
    TcpStream::connect(&addresses[..])
        .await
        .map_err(unreachable)
}

/// Whether an address is one machine's, known beyond the network that it is attached to.
fn is_elsewhere(address: IpAddr) -> bool {
    let address = address.to_canonical();
    let local = match address {
        IpAddr::V4(address) => address.is_link_local() || address.is_broadcast(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    !(local || address.is_unspecified() || address.is_multicast())
}

/// What to connect to, and what to ask for there.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    tls: bool,
    host: String,
    port: u16,
    authority: String,
    path: String,
}

impl Target {
    fn parse(url: &str, plain: bool) -> Option<Target> {
        let uri: Uri = url.parse().ok()?;
        let authority = uri.authority()?;
        let host = uri.host()?.trim_matches(['[', ']']).to_owned();
        let tls = match uri.scheme_str()? {
            "https" => true,
            "http" if plain && host == "127.0.0.1" => false,
            _ => return None,
        };
        if authority.as_str().contains('@') {
            return None;
        }
        Some(Target {
            tls,
            host,
            port: uri.port_u16().unwrap_or(if tls { 443 } else { 80 }),
            authority: authority.to_string(),
            path: uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
        })
    }
}

async fn ask<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    target: &Target,
) -> Result<Bytes, Failure> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(unreachable)?;
    let driver = tokio::spawn(connection);
    let request = Request::get(&target.path)
        .header("host", &target.authority)
        .header("accept", "application/json")
        .header(
            "user-agent",
            concat!("portcullis/", env!("CARGO_PKG_VERSION")),
        )
        .body(Empty::<Bytes>::new())
        .map_err(unusable)?;
    let reply = sender.send_request(request).await.map_err(unreachable);
    let got = match reply {
        Ok(reply) => body(reply).await,
        Err(failure) => Err(failure),
    };
    driver.abort();
    got
}

/// The document of a plain 200; redirects are refused, since they lead away from what the account named.
async fn body(reply: http::Response<hyper::body::Incoming>) -> Result<Bytes, Failure> {
    let status = reply.status();
    if status != StatusCode::OK {
        let text = format!("the answer is {status}");
        return Err(if status.is_server_error() {
            unreachable(text)
        } else {
            unusable(text)
        });
    }
    let body = Limited::new(reply.into_body(), BYTES_MAX).collect().await;
    Ok(body.map_err(unusable)?.to_bytes())
}

fn unreachable(error: impl std::fmt::Display) -> Failure {
    Failure {
        kind: NoKeys::Unreachable,
        text: error.to_string(),
    }
}

fn unusable(error: impl std::fmt::Display) -> Failure {
    Failure {
        kind: NoKeys::Unusable,
        text: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_over_tls_or_on_a_dev_server_from_this_machine() {
        let target = Target::parse("https://id.example.com/a?b=c", false).unwrap();
        assert_eq!((target.host.as_str(), target.port), ("id.example.com", 443));
        assert_eq!(target.path, "/a?b=c");
        assert_eq!(
            Target::parse("https://id.example.com:8443", false)
                .unwrap()
                .port,
            8443
        );
        assert!(Target::parse("http://127.0.0.1:4000/jwks", true).is_some());
        for (url, plain) in [
            ("http://127.0.0.1:4000/jwks", false),
            ("http://localhost:4000/jwks", true),
            ("http://id.example.com/jwks", true),
            ("https://user@id.example.com/", false),
            ("file:///etc/passwd", true),
            ("/jwks", true),
            ("", true),
            ("https:///jwks", true),
        ] {
            assert_eq!(Target::parse(url, plain), None, "{url}");
        }
    }

    #[test]
    fn no_issuer_has_a_link_local_address() {
        for (address, elsewhere) in [
            ("169.254.169.254", false),
            ("::ffff:169.254.169.254", false),
            ("fe80::1", false),
            ("0.0.0.0", false),
            ("::", false),
            ("255.255.255.255", false),
            ("224.0.0.1", false),
            ("ff02::1", false),
            ("10.0.0.1", true),
            ("127.0.0.1", true),
            ("192.0.2.1", true),
            ("2001:db8::1", true),
        ] {
            assert_eq!(
                is_elsewhere(address.parse().unwrap()),
                elsewhere,
                "{address}"
            );
        }
    }

    #[tokio::test]
    async fn nobody_connects_to_one() {
        let target = Target::parse("https://169.254.169.254/latest", false).unwrap();
        let failure = connected(&target).await.unwrap_err();
        assert_eq!(failure.kind, NoKeys::Unusable);
    }
}
