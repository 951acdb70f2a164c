//! Our verification against other people's signing: the AWS SDK for Rust and botocore. And the
//! crate's own laws on random bytes.
#![expect(
    clippy::disallowed_methods,
    reason = "botocore runs in a child process"
)]
#![expect(clippy::unwrap_used, reason = "a test may panic anywhere")]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode,
};
use proptest::collection::vec;
use proptest::prelude::*;
use sigv4::{
    Credentials, InspectRequest, Options, Request, Secret, SigningKey, claim, inspect, presign,
    sign, verify,
};

type Pairs = Vec<(String, String)>;

#[derive(Clone, Debug)]
struct Random {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    secret: String,
    token: Option<String>,
    seconds: i64,
    s3: bool,
    presigned: bool,
}

fn random() -> impl Strategy<Value = Random> {
    // S3's paths are signed as sent, so there only one spelling of each key is tried.
    let spelled = "([a-zA-Z0-9._~-]|%20|%25|%2B|%3F|%C3%[89AB][0-9A-F]){0,6}";
    let segment = prop_oneof![
        4 => "([a-zA-Z0-9_~-]|\\.|%[0-9A-F]{2}|[@:+,;=!$&'()*]){0,6}",
        1 => Just(".".to_owned()),
        1 => Just("..".to_owned()),
    ];
    // The SDK replaces what is not UTF-8 before it signs, so no such escapes.
    let pair = "([a-zA-Z0-9._~-]|%[0-7][0-9A-F]|%C3%[89AB][0-9A-F]){0,5}(=([a-zA-Z0-9._~+-]|%[0-7][0-9A-F]|[/:@!$*,;]){0,6})?";
    // The SDK trims spaces only: tabs are where implementations differ.
    let header = (
        "x-[a-z]{1,6}",
        " {0,2}[a-zA-Z0-9]{0,4}[ ,a-z]{0,8}\"? {0,2}",
    );
    let request = (
        prop_oneof!["GET", "POST", "PUT", "DELETE"],
        (vec(segment, 0..5), vec(spelled, 0..5)),
        vec(pair, 0..5).prop_map(|pairs| pairs.join("&")),
        vec(header, 0..5),
        vec(any::<u8>(), 0..40),
    );
    let signer = (
        "[a-zA-Z0-9/+]{1,40}",
        proptest::option::of("[a-zA-Z0-9/+=]{1,60}"),
        0i64..4_000_000_000,
    );
    (request, signer, any::<bool>(), any::<bool>()).prop_map(
        |(request, (secret, token, seconds), s3, presigned)| {
            let (method, (segments, spelled), query, headers, body) = request;
            let path = format!("/{}", if s3 { spelled } else { segments }.join("/"));
            Random {
                method,
                path,
                query,
                headers,
                body,
                secret,
                token,
                seconds,
                s3,
                presigned,
            }
        },
    )
}

impl Random {
    fn options(&self) -> Options {
        if self.s3 { Options::S3 } else { Options::AWS }
    }

    fn service(&self) -> &'static str {
        if self.s3 { "s3" } else { "iam" }
    }

    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.seconds).unwrap()
    }

    fn plain_headers(&self) -> Vec<(String, String)> {
        let mut headers = vec![("host".to_owned(), "localhost:4747".to_owned())];
        headers.extend(self.headers.clone());
        headers
    }

    /// What the AWS SDK for Rust adds: headers and query parameters.
    fn sign_with_sdk(&self) -> (Pairs, Pairs) {
        let identity = aws_credential_types::Credentials::new(
            "AKIDEXAMPLE",
            &self.secret,
            self.token.clone(),
            None,
            "test",
        )
        .into();
        let mut settings = SigningSettings::default();
        if self.presigned {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(Duration::from_secs(3600));
        }
        if self.s3 {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        let params = aws_sigv4::sign::v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name(self.service())
            .time(SystemTime::UNIX_EPOCH + Duration::from_secs(self.seconds.unsigned_abs()))
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let uri = format!("http://localhost:4747{}?{}", self.path, self.query);
        let headers = self.plain_headers();
        let body = if self.s3 && self.presigned {
            SignableBody::UnsignedPayload
        } else {
            SignableBody::Bytes(&self.body)
        };
        let signable = SignableRequest::new(
            &self.method,
            &uri,
            headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
            body,
        )
        .unwrap();
        let (instructions, _) = aws_sigv4::http_request::sign(signable, &params)
            .unwrap()
            .into_parts();
        let headers = instructions
            .headers()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let query = instructions
            .params()
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.to_string()))
            .collect();
        (headers, query)
    }

    fn verify(&self, query: &str, headers: &[(String, String)]) -> Result<(), sigv4::Error> {
        let headers: Vec<(&str, &[u8])> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        let request = Request {
            method: &self.method,
            path: &self.path,
            query,
            headers: &headers,
            body: &self.body,
        };
        let claim = claim(&request)?.unwrap();
        assert_eq!(claim.session_token, self.token);
        let key = SigningKey::derive(&Secret::new(self.secret.clone()), &claim.scope);
        verify(&request, &claim, &key, self.now(), &self.options())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_aws_sdk_signs_verifies_and_we_sign_the_same(random in random()) {
        let (added, parameters) = random.sign_with_sdk();
        let mut headers = random.plain_headers();
        headers.extend(added.iter().cloned());
        let mut query = random.query.clone();
        for (name, value) in &parameters {
            let mut encoded = String::new();
            for byte in value.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
                    _ => encoded.push_str(&format!("%{byte:02X}")),
                }
            }
            query.push_str(&format!("&{name}={encoded}"));
        }
        prop_assert_eq!(random.verify(&query, &headers), Ok(()));

        let credentials = Credentials {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret: Secret::new(random.secret.clone()),
            session_token: random.token.clone(),
        };
        let plain = random.plain_headers();
        let plain: Vec<(&str, &[u8])> = plain.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let request = Request { method: &random.method, path: &random.path, query: &random.query, headers: &plain, body: &random.body };
        if random.presigned {
            let ours = presign(&request, &credentials, "us-east-1", random.service(), random.now(), 3600, &random.options());
            prop_assert_eq!(random.verify(&ours, &random.plain_headers()), Ok(()));
            let theirs = parameters.iter().find(|(name, _)| name == "X-Amz-Signature").unwrap();
            if !random.s3 {
                prop_assert!(ours.ends_with(&theirs.1), "{} {:?}", ours, parameters);
            }
        } else {
            let ours = sign(&request, &credentials, "us-east-1", random.service(), random.now(), &random.options());
            let theirs = added.iter().find(|(name, _)| name == "authorization").unwrap();
            prop_assert_eq!(&ours.last().unwrap().1, &theirs.1);
        }
    }

    #[test]
    fn the_laws_hold_on_random_bytes(bytes in vec(any::<u8>(), 0..200)) {
        sigv4::exercise(&bytes);
    }

    #[test]
    fn the_laws_hold_on_random_requests(random in random()) {
        let mut pieces = vec![random.method.clone(), random.path.clone(), random.query.clone(), "body".to_owned()];
        let (added, _) = random.sign_with_sdk();
        for (name, value) in random.plain_headers().into_iter().chain(added) {
            pieces.extend([name, value]);
        }
        sigv4::exercise(pieces.join("\0").as_bytes());
    }
}

/// Found by fuzzing: a query that names a signing parameter already cannot be presigned.
#[test]
fn the_laws_hold_where_a_date_is_in_the_query_already() {
    sigv4::exercise(b"GET\0/\0X-Amz-Date=19700101T000000Z\0\0host\0localhost");
    sigv4::exercise(b"GET\0/\0a=b&%58-amz-signature=0\0\0host\0localhost");
}

#[test]
fn what_botocore_signs_verifies() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/botocore_signatures.py");
    let out = Command::new(python())
        .arg(script)
        .args(["1000", "20260830"])
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let lines = String::from_utf8(out.stdout).unwrap();
    assert_eq!(lines.lines().count(), 1000);
    for line in lines.lines() {
        let inspection = inspect(&InspectRequest::parse(line).unwrap());
        assert!(inspection.valid, "{line}\n{inspection}");
    }
}

/// The Python of the test environment, which has botocore.
fn python() -> std::path::PathBuf {
    if let Some(path) = std::env::var_os("PORTCULLIS_PYTHON") {
        return path.into();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/python/bin/python");
    assert!(
        path.exists(),
        "there is no Python with botocore: run `cargo xtask test`, which makes one, or name one in PORTCULLIS_PYTHON"
    );
    path
}
