//! Calls to a running server, signed as the operator.

use std::io::Read;
use std::time::Duration;

use jiff::Timestamp;
use ureq::http::Uri;
use ureq::tls::{PemItem, RootCerts, TlsConfig};

use crate::arguments::Target;
use crate::output::Failure;
use crate::xml;

const ENDPOINT: &str = "http://127.0.0.1:4747";
const REPLY_BYTES_MAX: u64 = 64 << 20;

/// A server and the credentials for it.
pub(crate) struct Client {
    agent: ureq::Agent,
    endpoint: String,
    host: String,
    credentials: sigv4::Credentials,
}

/// A reply whose body has not been read.
pub(crate) struct Reply {
    /// How long the body is, if the server said so.
    pub(crate) bytes: Option<u64>,
    /// The body.
    pub(crate) body: ureq::BodyReader<'static>,
}

impl Client {
    /// A client of the server that the flags or the environment name.
    pub(crate) fn new(target: &Target) -> Result<Client, Failure> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let endpoint = target
            .endpoint
            .clone()
            .or_else(|| variable("AWS_ENDPOINT_URL"))
            .unwrap_or(ENDPOINT.to_owned());
        let uri: Uri = endpoint
            .parse()
            .map_err(|_| Failure::new(format!("`{endpoint}` is not a URL")))?;
        let Some(authority) = uri.authority() else {
            return Err(Failure::new(format!(
                "`{endpoint}` is not a URL such as {ENDPOINT}"
            )));
        };
        let default_port = match uri.scheme_str() {
            Some("http") => ":80",
            Some("https") => ":443",
            _ => {
                return Err(Failure::new(format!(
                    "`{endpoint}` is neither an http nor an https URL"
                )));
            }
        };
        let host = authority
            .as_str()
            .strip_suffix(default_port)
            .unwrap_or(authority.as_str())
            .to_owned();
        let needed = |name: &str| {
            variable(name).ok_or_else(|| {
                Failure::new(format!(
                    "{name} is not set: commands to a server are signed as its first account's root"
                ))
            })
        };
        let credentials = sigv4::Credentials {
            access_key_id: needed("AWS_ACCESS_KEY_ID")?,
            secret: sigv4::Secret::new(needed("AWS_SECRET_ACCESS_KEY")?),
            session_token: variable("AWS_SESSION_TOKEN"),
        };
        let bundle = target
            .ca_bundle
            .clone()
            .or_else(|| variable("AWS_CA_BUNDLE").map(Into::into));
        let mut config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(10)))
            .proxy(None);
        if uri.scheme_str() == Some("https") {
            let Some(bundle) = bundle else {
                return Err(Failure::new(
                    "an https server wants --ca-bundle or AWS_CA_BUNDLE: the certificates (PEM) that it must be signed by",
                ));
            };
            config = config.tls_config(tls(&bundle)?);
        }
        Ok(Client {
            agent: config.build().into(),
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            host,
            credentials,
        })
    }

    /// The server's URL.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Calls an action and returns the reply's text.
    pub(crate) fn call(
        &self,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<String, Failure> {
        let mut text = String::new();
        let reply = self.open(action, parameters)?;
        reply.body.take(REPLY_BYTES_MAX).read_to_string(&mut text)?;
        Ok(text)
    }

    /// Calls an action whose reply is too large to hold. A refusal of the server is told in its words.
    pub(crate) fn open(&self, action: &str, parameters: &[(&str, &str)]) -> Result<Reply, Failure> {
        let body = server::operator_form(action, parameters);
        let headers: [(&str, &[u8]); 2] = [
            ("host", self.host.as_bytes()),
            (
                "content-type",
                b"application/x-www-form-urlencoded; charset=utf-8",
            ),
        ];
        let unsigned = sigv4::Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body: body.as_bytes(),
        };
        let options = sigv4::Options::AWS;
        let signature = sigv4::sign(
            &unsigned,
            &self.credentials,
            "us-east-1",
            "portcullis",
            Timestamp::now(),
            &options,
        );
        let mut request = self.agent.post(format!("{}/", self.endpoint));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        for (name, value) in signature {
            request = request.header(name, value);
        }
        let response = request
            .send(body.as_bytes())
            .map_err(|error| Failure::new(format!("cannot reach {}: {error}", self.endpoint)))?;
        let status = response.status();
        let bytes = response.body().content_length();
        let body = response.into_body().into_reader();
        if status.is_success() {
            return Ok(Reply { bytes, body });
        }
        let mut text = String::new();
        body.take(REPLY_BYTES_MAX).read_to_string(&mut text)?;
        let part = |name: &str| xml::text(&text, name);
        let code = part("Code").unwrap_or_else(|| status.to_string());
        Err(Failure::of_reply(
            &code,
            &part("Message").unwrap_or_default(),
        ))
    }
}

fn tls(bundle: &std::path::Path) -> Result<TlsConfig, Failure> {
    let fault = |error: &dyn std::fmt::Display| {
        Failure::new(format!("cannot use `{}`: {error}", bundle.display()))
    };
    let pem = std::fs::read(bundle).map_err(|error| fault(&error))?;
    let mut certificates = Vec::new();
    for item in ureq::tls::parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| fault(&error))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(fault(&"there is no certificate in it"));
    }
    // The process has one provider of cryptography; that there is one already makes no difference.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    Ok(TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&certificates))
        .build())
}
