//! What people do wrong when they sign, and whether `inspect` says so.
#![expect(clippy::unwrap_used, reason = "a test may panic anywhere")]

use serde_json::{Value, json};
use sigv4::{
    Credentials, InspectRequest, Inspection, Options, Request, Secret, inspect, presign, sign,
};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A request as its signer saw it; `send` then tells what arrived.
struct Signer {
    method: &'static str,
    target: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    body: &'static str,
    secret: &'static str,
    token: Option<&'static str>,
    region: &'static str,
    service: &'static str,
    normalize: bool,
}

fn signer() -> Signer {
    Signer {
        method: "POST",
        target: "/team",
        headers: vec![
            ("host", "iam.example:4747"),
            (
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
            ),
        ],
        body: "Action=GetUser",
        secret: SECRET,
        token: None,
        region: "us-east-1",
        service: "iam",
        normalize: true,
    }
}

impl Signer {
    fn with<T>(&self, act: impl FnOnce(&Request<'_>, &Credentials, &Options) -> T) -> T {
        let (path, query) = self.target.split_once('?').unwrap_or((self.target, ""));
        let headers: Vec<(&str, &[u8])> = self
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        let credentials = Credentials {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret: Secret::new(self.secret.to_owned()),
            session_token: self.token.map(str::to_owned),
        };
        let options = if self.normalize {
            Options::AWS
        } else {
            Options::S3
        };
        act(
            &Request {
                method: self.method,
                path,
                query,
                headers: &headers,
                body: self.body.as_bytes(),
            },
            &credentials,
            &options,
        )
    }

    fn send(&self) -> Value {
        let now = "2015-08-30T12:36:00Z".parse().unwrap();
        let added = self.with(|request, credentials, options| {
            sign(
                request,
                credentials,
                self.region,
                self.service,
                now,
                options,
            )
        });
        let mut headers: Vec<Value> = self.headers.iter().map(|pair| json!(pair)).collect();
        headers.extend(added.iter().map(|pair| json!(pair)));
        self.arrived(json!(self.target), headers)
    }

    fn send_url(&self) -> Value {
        let now = "2015-08-30T12:36:00Z".parse().unwrap();
        let query = self.with(|request, credentials, options| {
            presign(
                request,
                credentials,
                self.region,
                self.service,
                now,
                600,
                options,
            )
        });
        let path = self.target.split('?').next().unwrap();
        self.arrived(
            json!(format!("{path}?{query}")),
            self.headers.iter().map(|pair| json!(pair)).collect(),
        )
    }

    fn arrived(&self, target: Value, headers: Vec<Value>) -> Value {
        use base64::Engine;
        json!({
            "method": self.method,
            "target": target,
            "headers": headers,
            "body_base64": base64::engine::general_purpose::STANDARD.encode(self.body),
            "credentials": {"access_key_id": "AKIDEXAMPLE", "secret_access_key": SECRET, "session_token": self.token},
            "region": "us-east-1",
            "service": "iam",
            "now": "2015-08-30T12:40:00Z",
            "normalize": true,
        })
    }
}

fn inspected(request: &Value) -> Inspection {
    inspect(&InspectRequest::parse(&request.to_string()).unwrap())
}

#[track_caller]
fn differs(request: &Value, code: &str, part: &str, message: &str) {
    let inspection = inspected(request);
    assert!(!inspection.valid);
    assert_eq!(
        inspection.error.as_ref().map(|error| error.code),
        Some(code)
    );
    let difference = inspection.difference.unwrap();
    assert_eq!(
        (difference.part, difference.message.as_str()),
        (part, message)
    );
}

/// Sets a header of a request that arrived, or takes it away.
fn header(request: &mut Value, name: &str, value: Option<&str>) {
    let headers = request["headers"].as_array_mut().unwrap();
    headers.retain(|pair| pair[0] != name);
    headers.extend(value.map(|value| json!([name, value])));
}

fn edit_authorization(request: &mut Value, from: &str, to: &str) {
    let headers = request["headers"].as_array_mut().unwrap();
    let pair = headers
        .iter_mut()
        .find(|pair| pair[0] == "authorization")
        .unwrap();
    let text = pair[1].as_str().unwrap().to_owned();
    assert!(text.contains(from), "{text}");
    pair[1] = json!(text.replacen(from, to, 1));
}

#[test]
fn a_right_signature_shows_all_it_is_made_of() {
    let inspection = inspected(&signer().send());
    assert!(inspection.valid && inspection.error.is_none() && inspection.difference.is_none());
    let canonical = inspection.canonical_request.clone().unwrap();
    assert!(canonical.starts_with("POST\n/team\n\ncontent-type:application/x-www-form-urlencoded; charset=utf-8\nhost:iam.example:4747\n"));
    assert!(
        inspection.string_to_sign.clone().unwrap().starts_with(
            "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
        )
    );
    assert_eq!(inspection.signature.clone().unwrap().len(), 64);
    let text = inspection.to_string();
    assert!(
        text.contains("canonical request:\n    POST\n    /team\n    \n")
            && text.ends_with("verdict: valid"),
        "{text}"
    );
    assert!(inspected(&signer().send_url()).valid);
}

#[test]
fn an_unsigned_request_says_so() {
    let mut request = signer().send();
    header(&mut request, "authorization", None);
    differs(
        &request,
        "MissingAuthenticationToken",
        "signature",
        "the request carries neither an Authorization header nor X-Amz-Signature",
    );
}

#[test]
fn credentials_are_compared_first() {
    let mut request = signer().send();
    request["credentials"]["access_key_id"] = json!("AKIDOTHER");
    differs(
        &request,
        "InvalidClientTokenId",
        "access-key",
        "the request names the access key `AKIDEXAMPLE`, the credentials are those of `AKIDOTHER`",
    );

    let mut request = signer().send();
    request["credentials"]["session_token"] = json!("token");
    differs(
        &request,
        "InvalidClientTokenId",
        "session-token",
        "the credentials have a session token, the request carries none",
    );

    let mut request = Signer {
        token: Some("token"),
        ..signer()
    }
    .send();
    request["credentials"]["session_token"] = Value::Null;
    differs(
        &request,
        "InvalidClientTokenId",
        "session-token",
        "the request carries a session token, the credentials have none",
    );
    request["credentials"]["session_token"] = json!("another");
    differs(
        &request,
        "InvalidClientTokenId",
        "session-token",
        "the request carries another session token than the credentials",
    );
}

#[test]
fn scopes_are_compared() {
    let code = "SignatureDoesNotMatch";
    let request = Signer {
        region: "eu-west-1",
        ..signer()
    }
    .send();
    differs(
        &request,
        code,
        "region",
        "the signature is scoped to region `eu-west-1`, the request belongs to `us-east-1`",
    );
    let request = Signer {
        service: "sts",
        ..signer()
    }
    .send();
    differs(
        &request,
        code,
        "service",
        "the signature is scoped to service `sts`, the request belongs to `iam`",
    );
    let mut request = signer().send();
    edit_authorization(&mut request, "/20150830/", "/20150831/");
    differs(
        &request,
        code,
        "date",
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150831' != '20150830', from '20150830T123600Z'.",
    );
}

#[test]
fn clocks_are_compared() {
    let mut request = signer().send();
    request["now"] = json!("2015-08-30T13:36:00Z");
    differs(
        &request,
        "SignatureDoesNotMatch",
        "clock",
        "the request was signed 3600 seconds before the time of verification",
    );
    request["now"] = json!("2015-08-30T13:36:00+02:00");
    differs(
        &request,
        "SignatureDoesNotMatch",
        "clock",
        "the request was signed 3600 seconds after the time of verification",
    );
}

#[test]
fn signed_headers_are_compared() {
    let code = "SignatureDoesNotMatch";
    let mut request = signer().send();
    header(&mut request, "content-type", None);
    differs(
        &request,
        code,
        "signed-headers",
        "the header `content-type` is signed, but the request does not have it",
    );
    let mut request = signer().send();
    header(&mut request, "x-amz-target", Some("A.B"));
    differs(
        &request,
        code,
        "signed-headers",
        "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
    );
}

#[test]
fn bodies_are_compared() {
    let hash = "08fca5e9d9de9e8aaa8a9b5e1f4d7e9b7a7b2f8b9a3c1d2e3f4a5b6c7d8e9f00";
    let mut stated = signer();
    stated.headers.push(("x-amz-content-sha256", hash));
    let inspection = inspected(&stated.send());
    let difference = inspection.difference.unwrap();
    assert_eq!(difference.part, "payload");
    assert!(
        difference.message.starts_with("the body's hash is ")
            && difference
                .message
                .ends_with(&format!("x-amz-content-sha256 says {hash}"))
    );
    assert!(inspection.canonical_request.unwrap().ends_with(hash));

    for (signed, sent, message) in [
        (
            "",
            "QWN0aW9uPUdldFVzZXI=",
            "the hash of an empty body was signed",
        ),
        (
            "Action=GetUser",
            "QWN0aW9uPUdldFVzZXIK",
            "the body was signed without the white space around it",
        ),
        (
            "Action=GetUser\n",
            "QWN0aW9uPUdldFVzZXI=",
            "the body was signed with a line break at its end",
        ),
    ] {
        let mut request = Signer {
            body: signed,
            ..signer()
        }
        .send();
        request["body_base64"] = json!(sent);
        differs(&request, "SignatureDoesNotMatch", "payload", message);
    }
}

#[test]
fn likely_mistakes_are_found() {
    let check = |signed: Signer, change: &dyn Fn(&mut Value), part: &str, message: &str| {
        let mut request = signed.send();
        change(&mut request);
        differs(&request, "SignatureDoesNotMatch", part, message);
    };
    let target = |to: &'static str| move |request: &mut Value| request["target"] = json!(to);
    check(
        Signer {
            target: "/a//b/../c",
            normalize: false,
            ..signer()
        },
        &|_| {},
        "path",
        "the path was signed without removing dot segments and double slashes",
    );
    check(
        Signer {
            target: "/a%20b",
            normalize: false,
            ..signer()
        },
        &|_| {},
        "path",
        "the path was signed encoded once instead of twice",
    );
    check(
        Signer {
            target: "/a//b%20c",
            normalize: false,
            ..signer()
        },
        &|_| {},
        "path",
        "the path was signed as for S3: encoded once, not normalised",
    );
    check(
        Signer {
            target: "/",
            ..signer()
        },
        &target("/team"),
        "path",
        "the path was signed as `/`",
    );
    check(
        Signer {
            target: "/team?a=1",
            ..signer()
        },
        &target("/team?a=1&b=2"),
        "unknown",
        "no known mistake explains this signature: the secret, a signed header, the query or the body is not what was signed",
    );
    check(
        Signer {
            target: "/team",
            ..signer()
        },
        &target("/team?a=1"),
        "query",
        "the query was not signed",
    );
    check(
        Signer {
            target: "/team?a=1%2B1",
            ..signer()
        },
        &target("/team?a=1+1"),
        "query",
        "the query was signed with `+` as a plus sign; it means a space",
    );
    check(
        Signer {
            method: "GET",
            ..signer()
        },
        &|request| request["method"] = json!("POST"),
        "method",
        "the method was signed as `GET`, but sent as `POST`",
    );
    check(
        signer(),
        &|request| header(request, "host", Some("127.0.0.1:4747")),
        "unknown",
        "no known mistake explains this signature: the secret, a signed header, the query or the body is not what was signed",
    );
    check(
        signer(),
        &|request| {
            header(
                request,
                "content-type",
                Some("application/x-www-form-urlencoded"),
            )
        },
        "headers",
        "the header `content-type` was signed as `application/x-www-form-urlencoded; charset=utf-8`, but arrived as `application/x-www-form-urlencoded`",
    );
    let mut bare = signer();
    bare.headers[0].1 = "iam.example";
    check(
        bare,
        &|request| header(request, "host", Some("iam.example:4747")),
        "headers",
        "the header `host` was signed as `iam.example`, but arrived as `iam.example:4747`",
    );
    check(
        Signer {
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY\n",
            ..signer()
        },
        &|_| {},
        "secret",
        "it was signed with a line break at the end of the secret",
    );
    check(
        Signer {
            secret: "wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY",
            ..signer()
        },
        &|_| {},
        "secret",
        "it was signed with the secret URL-encoded",
    );
    check(
        signer(),
        &|request| request["credentials"]["secret_access_key"] = json!(format!(" {SECRET}\t")),
        "secret",
        "it was signed without the white space around the given secret",
    );
    check(
        Signer {
            secret: "another",
            ..signer()
        },
        &|_| {},
        "unknown",
        "no known mistake explains this signature: the secret, a signed header, the query or the body is not what was signed",
    );
}

#[test]
fn two_mistakes_at_once_are_found() {
    let mut request = Signer {
        target: "/a%20b",
        normalize: false,
        secret: "\"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY\"",
        ..signer()
    }
    .send();
    differs(
        &request,
        "SignatureDoesNotMatch",
        "path",
        "the path was signed encoded once instead of twice; and it was signed with quotation marks around the secret",
    );
    edit_authorization(&mut request, "Signature=", "Signature=x");
    differs(
        &request,
        "SignatureDoesNotMatch",
        "signature",
        "the signature is not 64 lower-case hexadecimal digits",
    );
}

#[test]
fn malformed_requests_are_told_where() {
    let mut request = signer().send();
    request["body_base64"] = json!("?");
    let message = InspectRequest::parse(&request.to_string()).unwrap_err();
    assert!(message.starts_with("`body_base64`: "), "{message}");
    request["body_base64"] = Value::Null;
    request["sevice"] = json!("iam");
    let message = InspectRequest::parse(&request.to_string()).unwrap_err();
    assert!(message.starts_with("unknown field `sevice`"), "{message}");
    assert!(InspectRequest::parse("{").is_err());
}

#[test]
fn debug_shows_no_secret() {
    let request = InspectRequest::parse(
        &Signer {
            token: Some("tok/en"),
            ..signer()
        }
        .send_url()
        .to_string(),
    )
    .unwrap();
    let debug = format!("{request:?}");
    assert!(
        !debug.contains(SECRET) && !debug.contains("tok/en") && !debug.contains("Signature"),
        "{debug}"
    );
}

#[test]
fn what_is_sent_cannot_steer_the_terminal() {
    let mut signed = signer();
    signed.headers.push(("x-note", "\u{1b}[2J"));
    let mut request = signed.send();
    assert!(
        inspected(&request)
            .to_string()
            .contains("x-note:\\u{1b}[2J\n")
    );
    header(&mut request, "host", Some("\u{7}"));
    assert!(
        !inspected(&request)
            .to_string()
            .contains(['\u{1b}', '\u{7}'])
    );
    edit_authorization(&mut request, "AKIDEXAMPLE", "AK\u{1b}");
    assert!(
        !inspected(&request)
            .to_string()
            .contains(['\u{1b}', '\u{7}'])
    );
}
