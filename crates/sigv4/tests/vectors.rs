//! AWS's published signing test vectors, which ship inside the `aws-sigv4` crate: canonical request,
//! string to sign and signature of every one, in the header and in the query form.
#![expect(
    clippy::disallowed_methods,
    reason = "the vectors are files of another package, found through cargo"
)]
#![expect(clippy::unwrap_used, reason = "a test may panic anywhere")]

use std::path::{Path, PathBuf};

use serde::Deserialize;
use sigv4::{
    Credentials, InspectCredentials, InspectRequest, Options, Request, Secret, inspect, presign,
    sign,
};

#[test]
fn every_published_vector_comes_out() {
    let folder = vectors_folder();
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let (with_context, without): (Vec<String>, Vec<String>) = names
        .into_iter()
        .partition(|name| folder.join(name).join("context.json").exists());
    // A newer suite may have more, but never fewer.
    assert!(with_context.len() >= 38, "{with_context:?}");
    for name in &with_context {
        let vector = Vector {
            folder: folder.join(name),
            name,
        };
        let context: VectorContext = serde_json::from_str(&vector.text("context.json")).unwrap();
        vector.check_header_form(&context);
        vector.check_query_form(&context);
    }
    assert_eq!(without, ["double-encode-path", "double-url-encode"]);
    for name in &without {
        Vector {
            folder: folder.join(name),
            name,
        }
        .check_canonical_request_only();
    }
}

#[derive(Deserialize)]
struct VectorContext {
    credentials: VectorCredentials,
    expiration_in_seconds: u32,
    normalize: bool,
    region: String,
    service: String,
    sign_body: bool,
    timestamp: jiff::Timestamp,
    #[serde(default)]
    omit_session_token: bool,
}

#[derive(Deserialize)]
struct VectorCredentials {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
}

impl VectorContext {
    fn options(&self) -> Options {
        if self.normalize {
            Options::AWS
        } else {
            Options::S3
        }
    }

    fn credentials(&self) -> Credentials {
        Credentials {
            access_key_id: self.credentials.access_key_id.clone(),
            secret: Secret::new(self.credentials.secret_access_key.clone()),
            session_token: self
                .credentials
                .token
                .clone()
                .filter(|_| !self.omit_session_token),
        }
    }

    fn inspection_of(&self, request: &Message) -> InspectRequest {
        InspectRequest {
            method: request.method.clone(),
            target: request.target.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            credentials: InspectCredentials {
                access_key_id: self.credentials.access_key_id.clone(),
                secret_access_key: Secret::new(self.credentials.secret_access_key.clone()),
                session_token: self.credentials.token.clone().map(Secret::new),
            },
            region: self.region.clone(),
            service: self.service.clone(),
            now: self.timestamp,
            normalize: self.normalize,
        }
    }
}

struct Vector<'a> {
    folder: PathBuf,
    name: &'a str,
}

impl Vector<'_> {
    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.join(file))
            .unwrap_or_else(|error| panic!("{} {file}: {error}", self.name))
    }

    fn check_header_form(&self, context: &VectorContext) {
        let signed = Message::parse(&self.text("header-signed-request.txt"));
        let inspection = inspect(&context.inspection_of(&signed));
        self.compare("header", &inspection);
        if context.omit_session_token {
            // Its token is sent, but not signed: no service of ours takes that.
            let error = inspection.error.unwrap();
            assert_eq!(
                error.message,
                "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."
            );
        } else {
            assert!(inspection.valid, "{}: {inspection}", self.name);
        }

        // Our signer adds the same signature to the request without what signing adds.
        let added = ["authorization", "x-amz-date", "x-amz-security-token"];
        let plain = signed.without(&added);
        assert_eq!(
            plain
                .headers
                .iter()
                .any(|(name, _)| name == "x-amz-content-sha256"),
            context.sign_body,
            "{}",
            self.name
        );
        let headers = plain.borrowed_headers();
        let credentials = context.credentials();
        let out = sign(
            &plain.request(&headers),
            &credentials,
            &context.region,
            &context.service,
            context.timestamp,
            &context.options(),
        );
        let (name, authorization) = out.last().unwrap();
        assert_eq!(name, "authorization");
        let expected = self.text("header-signature.txt");
        assert!(
            authorization.ends_with(&format!("Signature={}", expected.trim())),
            "{}: {authorization}",
            self.name
        );
    }

    fn check_query_form(&self, context: &VectorContext) {
        let mut signed = Message::parse(&self.text("query-signed-request.txt"));
        let mut inspected = context.inspection_of(&signed);
        if context.omit_session_token {
            // The token was added after signing: as it stands, the signature does not cover it.
            assert_eq!(
                inspect(&inspected).error.unwrap().code,
                "SignatureDoesNotMatch"
            );
            let difference = inspect(&inspected).difference.unwrap();
            assert_eq!(
                difference.message,
                "the query was signed without X-Amz-Security-Token"
            );
            let kept: Vec<&str> = signed
                .target
                .split('&')
                .filter(|piece| !piece.starts_with("X-Amz-Security-Token="))
                .collect();
            signed.target = kept.join("&");
            inspected.target.clone_from(&signed.target);
            inspected.credentials.session_token = None;
        }
        let inspection = inspect(&inspected);
        self.compare("query", &inspection);
        assert!(inspection.valid, "{}: {inspection}", self.name);

        let plain = signed.without(&[]);
        let (path, query) = signed.target.split_once('?').unwrap();
        let own: Vec<&str> = query
            .split('&')
            .filter(|piece| !piece.starts_with("X-Amz-"))
            .collect();
        let (own, headers) = (own.join("&"), plain.borrowed_headers());
        let request = Request {
            path,
            query: &own,
            ..plain.request(&headers)
        };
        let out = presign(
            &request,
            &context.credentials(),
            &context.region,
            &context.service,
            context.timestamp,
            context.expiration_in_seconds,
            &context.options(),
        );
        let expected = self.text("query-signature.txt");
        assert!(
            out.ends_with(&format!("X-Amz-Signature={}", expected.trim())),
            "{}: {out}",
            self.name
        );
    }

    fn compare(&self, form: &str, inspection: &sigv4::Inspection) {
        for (file, actual) in [
            ("canonical-request", &inspection.canonical_request),
            ("string-to-sign", &inspection.string_to_sign),
            ("signature", &inspection.signature),
        ] {
            let expected = self.text(&format!("{form}-{file}.txt"));
            assert_eq!(
                actual.as_deref(),
                Some(expected.trim_end()),
                "{}: {form} {file}",
                self.name
            );
        }
    }

    /// The two vectors of older make: their signatures belong to no stated secret, and one states
    /// two dates, so that the date of the canonical request is taken.
    fn check_canonical_request_only(&self) {
        let expected = self.text("header-canonical-request.txt");
        let mut signed = Message::parse(&self.text("header-signed-request.txt"));
        let date = expected
            .lines()
            .find_map(|line| line.strip_prefix("x-amz-date:"))
            .unwrap();
        for (name, value) in &mut signed.headers {
            if name == "x-amz-date" {
                date.clone_into(value);
            }
        }
        let inspection = inspect(&InspectRequest {
            method: signed.method,
            target: signed.target,
            headers: signed.headers,
            body: signed.body,
            credentials: InspectCredentials {
                access_key_id: "AKIDEXAMPLE".to_owned(),
                secret_access_key: Secret::new("unknown".to_owned()),
                session_token: None,
            },
            region: "us-east-1".to_owned(),
            service: "service".to_owned(),
            now: "2021-05-11T15:40:45Z".parse().unwrap(),
            normalize: true,
        });
        assert_eq!(
            inspection.canonical_request.as_deref(),
            Some(expected.trim_end()),
            "{}",
            self.name
        );
    }
}

/// One HTTP message of the suite. Header names are in lower case.
struct Message {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Message {
    fn parse(text: &str) -> Message {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let line = lines.next().unwrap();
        let (method, target) = line.trim_end_matches(" HTTP/1.1").split_once(' ').unwrap();
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lines.filter(|line| !line.is_empty()) {
            match (line.starts_with(' '), headers.last_mut()) {
                (true, Some((_, value))) => {
                    value.push('\n');
                    value.push_str(line);
                }
                _ => {
                    let (name, value) = line.split_once(':').unwrap();
                    headers.push((name.to_lowercase(), value.to_owned()));
                }
            }
        }
        Message {
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
            body: body.as_bytes().to_vec(),
        }
    }

    fn without(&self, names: &[&str]) -> Message {
        Message {
            method: self.method.clone(),
            target: self.target.clone(),
            headers: self
                .headers
                .iter()
                .filter(|(name, _)| !names.contains(&name.as_str()))
                .cloned()
                .collect(),
            body: self.body.clone(),
        }
    }

    fn borrowed_headers(&self) -> Vec<(&str, &[u8])> {
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect()
    }

    fn request<'a>(&'a self, headers: &'a [(&'a str, &'a [u8])]) -> Request<'a> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        Request {
            method: &self.method,
            path,
            query,
            headers,
            body: &self.body,
        }
    }
}

/// Where cargo keeps the source of `aws-sigv4`.
fn vectors_folder() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = std::process::Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--manifest-path",
        ])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == "aws-sigv4")
        .unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    manifest.with_file_name("aws-signing-test-suite").join("v4")
}
