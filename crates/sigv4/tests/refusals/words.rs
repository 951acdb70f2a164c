//! What is refused, and in whose words.

use sigv4::{Options, claim};

use crate::message::{Message, now};

const DOES_NOT_MATCH: &str = "The request signature we calculated does not match the signature you provided. \
    Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

#[test]
fn a_right_signature_is_accepted_in_both_forms() {
    assert_eq!(Message::signed().check(), Ok(()));
    assert_eq!(Message::presigned(60).check(), Ok(()));
}

#[test]
fn claims_tell_who_and_hide_the_rest() {
    let (header, url) = (Message::signed(), Message::presigned(60));
    let claimed = |message: &Message| message.with_request(claim).unwrap().unwrap();
    for (claim, expires, presigned) in [
        (claimed(&header), None, false),
        (claimed(&url), Some(60), true),
    ] {
        assert_eq!(claim.access_key_id, "AKIDEXAMPLE");
        assert_eq!(
            claim.scope.to_string(),
            "20150830/us-east-1/iam/aws4_request"
        );
        assert_eq!(claim.session_token.as_deref(), Some("AQoDYXdz/+EPT=="));
        assert_eq!(
            (claim.timestamp, claim.expires, claim.presigned()),
            (now(), expires, presigned)
        );
        assert!(!claim.unsigned_payload());
        let debug = format!("{claim:?}");
        assert!(
            !debug.contains("AQoDYXdz") && !debug.contains("ignature"),
            "{debug}"
        );
    }
    assert_eq!(
        claimed(&header).signed_headers,
        ["content-type", "host", "x-amz-date", "x-amz-security-token"]
    );
    assert!(Message::plain().with_request(claim).unwrap().is_none());
}

#[test]
fn missing_parts_of_the_header_are_listed() {
    let hash = "(Hashed with SHA-256 and encoded with Base64) Authorization=";
    let date =
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
    let all = "Authorization header requires 'Credential' parameter. \
        Authorization header requires 'Signature' parameter. \
        Authorization header requires 'SignedHeaders' parameter. ";
    let starts = |message: Message, expected: &str| {
        let error = message.check().unwrap_err();
        assert_eq!((error.code(), error.status()), ("IncompleteSignature", 400));
        let text = error.message();
        assert!(text.starts_with(expected), "{text}\n{expected}");
        assert!(
            !text.contains("Basic") && !text.contains(&"a".repeat(64)),
            "{text}"
        );
    };
    let dated = || Message::plain().header("x-amz-date", "20150830T123600Z");
    starts(
        Message::plain().header("authorization", "Basic dXNlcjpwYXNz"),
        &format!("{all}{date}{hash}"),
    );
    starts(
        dated().header("authorization", "Basic dXNlcjpwYXNz"),
        &format!("{all}{hash}"),
    );
    starts(
        dated().header("authorization", "AWS4-HMAC-SHA256"),
        &format!("{all}{hash}"),
    );
    starts(dated().header("authorization", ""), &format!("{all}{hash}"));
    starts(
        dated().header("authorization", "AWS AKID:sig="),
        &format!("{all}{hash}"),
    );
    starts(
        Message::signed().without("x-amz-date"),
        &format!("{date}{hash}"),
    );
    starts(
        Message::signed().edit("Credential=", "Credential=, X="),
        "Authorization header has an unknown parameter. ",
    );
    starts(
        Message::signed().edit("SignedHeaders=", "Signature=a, SignedHeaders="),
        "Authorization header must not give 'Signature' twice. ",
    );
    starts(
        Message::signed().edit("Credential=AKID", "AKID"),
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '",
    );
    let signature = Message::signed();
    let cut = signature
        .authorization()
        .split(", Signature=")
        .next()
        .unwrap()
        .to_owned();
    starts(
        signature.header("authorization", &cut),
        &format!("Authorization header requires 'Signature' parameter. {hash}"),
    );
}

#[test]
fn missing_parts_of_the_query_are_listed() {
    for (name, shown) in [
        ("X-Amz-Algorithm", "X-Amz-Algorithm"),
        ("X-Amz-Credential", "X-Amz-Credential"),
        ("X-Amz-Signature", "X-Amz-Signature"),
        ("X-Amz-SignedHeaders", "X-Amz-SignedHeaders"),
        ("X-Amz-Date", "X-Amz-Date"),
    ] {
        Message::presigned(60).query(name, "Y").refused(
            "IncompleteSignature",
            &format!("AWS query-string parameters must include '{shown}'. Re-examine the query-string parameters."),
        );
    }
}

#[test]
fn malformed_parts_are_refused() {
    let incomplete = |message: Message, text: &str| message.refused("IncompleteSignature", text);
    incomplete(
        Message::signed().edit("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
        "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
    );
    incomplete(
        Message::presigned(60).query("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"),
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.",
    );
    incomplete(
        Message::signed().edit("/iam/", "/"),
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIDEXAMPLE/20150830/us-east-1/aws4_request'",
    );
    incomplete(
        Message::signed().header("x-amz-date", "2015-08-30T12:36:00Z"),
        "Date must be in ISO-8601 'basic format'. Got '2015-08-30T12:36:00Z'. See http://en.wikipedia.org/wiki/ISO_8601",
    );
    let names = "'SignedHeaders' must be lower-case header names, sorted, without duplicates, separated by semicolons.";
    incomplete(
        Message::signed().edit(
            "SignedHeaders=content-type;host",
            "SignedHeaders=host;content-type",
        ),
        names,
    );
    incomplete(
        Message::signed().edit("SignedHeaders=content-type", "SignedHeaders=Content-Type"),
        names,
    );
    incomplete(Message::signed().edit("host", "host;host"), names);
    incomplete(
        Message::signed().header("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        "The payload signature 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' is not supported: sign the whole body instead of its chunks.",
    );
    for (expires, text) in [
        ("ten", "X-Amz-Expires should be a number"),
        ("", "X-Amz-Expires should be a number"),
        ("-1", "X-Amz-Expires must be non-negative"),
        (
            "604801",
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        ),
        (
            "99999999999",
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        ),
    ] {
        incomplete(
            Message::presigned(60).query("X-Amz-Expires=60", &format!("X-Amz-Expires={expires}")),
            text,
        );
    }
    Message::signed().edit("aws4_request", "aws5_request").refused(
        "SignatureDoesNotMatch",
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
    );
}

#[test]
fn nothing_may_be_given_twice() {
    for name in [
        "authorization",
        "x-amz-date",
        "x-amz-security-token",
        "host",
    ] {
        Message::signed().also(name, "20150830T123600Z").refused(
            "IncompleteSignature",
            &format!("The '{name}' header must not be given twice."),
        );
    }
    for name in [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Security-Token",
    ] {
        let mut message = Message::presigned(60);
        message.query.push_str(&format!("&{name}=x"));
        message.refused(
            "IncompleteSignature",
            &format!("AWS query-string parameters must not give '{name}' twice."),
        );
        let mut escaped = Message::presigned(60);
        escaped
            .query
            .push_str(&format!("&{}=x", name.replace("-Amz", "%2DAm%7a")));
        escaped.refused(
            "IncompleteSignature",
            &format!("AWS query-string parameters must not give '{name}' twice."),
        );
    }
    let both = Message {
        query: Message::presigned(60).query,
        ..Message::signed()
    };
    both.refused(
        "IncompleteSignature",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header should be specified",
    );
    Message::presigned(60)
        .header("x-amz-security-token", "t")
        .refused(
            "IncompleteSignature",
            "X-Amz-Security-Token must not be given in both the query and a header.",
        );
}

#[test]
fn what_is_too_long_is_refused() {
    let error = Message::plain()
        .header("authorization", &"x".repeat(9000))
        .check()
        .unwrap_err();
    assert_eq!(
        error.message(),
        "The 'authorization' header is longer than 8192 bytes."
    );
    let error = Message::signed()
        .header("x-amz-security-token", &"x".repeat(33_000))
        .check()
        .unwrap_err();
    assert_eq!(
        error.message(),
        "The 'x-amz-security-token' header is longer than 32768 bytes."
    );
    let error = Message::signed()
        .edit("AKIDEXAMPLE", &"A".repeat(600))
        .check()
        .unwrap_err();
    assert!(
        error.message().len() < 300 && error.message().ends_with("…'"),
        "{error}"
    );
}

/// 7.10-22: a quarter of an hour, to the second.
#[test]
fn stale_and_premature_signatures_are_refused_in_aws_words() {
    let message = Message::signed();
    assert_eq!(message.check_at("2015-08-30T12:51:00Z"), Ok(()));
    assert_eq!(message.check_at("2015-08-30T12:51:00.9Z"), Ok(()));
    message.refused_at(
        "2015-08-30T12:51:01Z",
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)",
    );
    assert_eq!(message.check_at("2015-08-30T12:21:00Z"), Ok(()));
    message.refused_at(
        "2015-08-30T12:20:59Z",
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T122059Z + 15 min.)",
    );
}

#[test]
fn presigned_urls_hold_as_long_as_they_say_where_that_counts() {
    let options = Options {
        expires_counts: true,
        ..Options::AWS
    };
    assert_eq!(
        Options {
            normalize_path: true,
            ..Options::S3
        },
        options
    );
    let message = Message::presigned(90);
    let check_at = |message: &Message, time| message.check_with(time, &options);
    assert_eq!(check_at(&message, "2015-08-30T12:37:30Z"), Ok(()));
    assert_eq!(
        check_at(&message, "2015-08-30T12:37:31Z")
            .unwrap_err()
            .message(),
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T123731Z - 90 sec.)",
    );
    assert_eq!(check_at(&message, "2015-08-30T12:21:00Z"), Ok(()));
    assert!(check_at(&message, "2015-08-30T12:20:59Z").is_err());
    let week = Message::presigned(604_800);
    assert_eq!(check_at(&week, "2015-09-06T12:36:00Z"), Ok(()));
    assert!(check_at(&week, "2015-09-06T12:36:01Z").is_err());
}

/// Of all services only S3 lets a URL say how long it holds; Kubernetes' tokens name sixty seconds and are good for fifteen minutes.
#[test]
fn presigned_urls_hold_for_fifteen_minutes_whatever_they_say() {
    for expires in [0, 1, 60, 900, 3_600, 604_800] {
        let message = Message::presigned(expires);
        assert_eq!(
            message.check_at("2015-08-30T12:51:00Z"),
            Ok(()),
            "{expires}"
        );
        message.refused_at(
            "2015-08-30T12:51:01Z",
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)",
        );
        assert_eq!(message.check_at("2015-08-30T12:21:00Z"), Ok(()));
        assert!(message.check_at("2015-08-30T12:20:59Z").is_err());
    }
}

#[test]
fn without_a_life_of_its_own_a_url_holds_for_the_skew() {
    let mut message = Message::presigned(60);
    let query: Vec<&str> = message
        .query
        .split('&')
        .filter(|piece| !piece.starts_with("X-Amz-Expires"))
        .collect();
    message.query = query.join("&");
    // The signature covers the parameter, so this one no longer matches; but it is not stale either.
    message.refused_at("2015-08-30T12:51:00Z", DOES_NOT_MATCH);
    assert!(
        message
            .check_at("2015-08-30T12:51:01Z")
            .unwrap_err()
            .message()
            .ends_with("- 15 min.)")
    );
}

#[test]
fn the_scope_is_of_the_requests_day() {
    Message::signed().edit("/20150830/", "/20150829/").refused(
        "SignatureDoesNotMatch",
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != '20150830', from '20150830T123600Z'.",
    );
}

#[test]
fn what_must_be_signed_must_be_signed() {
    let unsigned = |message: Message, name: &str| {
        message.refused(
            "SignatureDoesNotMatch",
            &format!("{name} must be a 'SignedHeader' in the AWS Authorization."),
        );
    };
    unsigned(
        Message::signed().edit("content-type;host;", "content-type;"),
        "'Host' or ':authority'",
    );
    unsigned(Message::signed().edit(";x-amz-date", ""), "'x-amz-date'");
    unsigned(
        Message::signed().edit(";x-amz-security-token", ""),
        "'x-amz-security-token'",
    );
    unsigned(
        Message::signed().also("X-Amz-Target", "AWSOrganizations.DeleteOrganization"),
        "'x-amz-target'",
    );
    unsigned(
        Message::presigned(60).also("x-amz-tagging", "a=b"),
        "'x-amz-tagging'",
    );
    unsigned(
        Message::presigned(60).query("SignedHeaders=host", "SignedHeaders=x"),
        "'Host' or ':authority'",
    );
    unsigned(
        Message::signed()
            .without("x-amz-date")
            .also("Date", "Sun, 30 Aug 2015 12:36:00 GMT"),
        "'Date'",
    );
}

#[test]
fn a_signed_header_that_is_not_there_does_not_count_as_empty() {
    let message = Message::plain().header("x-note", "").sign();
    assert_eq!(message.check(), Ok(()));
    message
        .without("x-note")
        .refused("SignatureDoesNotMatch", DOES_NOT_MATCH);
}

#[test]
fn the_body_is_the_one_that_was_hashed() {
    let hash = "0".repeat(64);
    Message::plain()
        .header("x-amz-content-sha256", &hash)
        .sign()
        .refused(
            "SignatureDoesNotMatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
        );
    let mut open = Message::plain()
        .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .sign();
    open.body = b"anything".to_vec();
    assert_eq!(open.check(), Ok(()));
    assert!(
        open.with_request(claim)
            .unwrap()
            .unwrap()
            .unsigned_payload()
    );
    open.header("x-amz-content-sha256", "unsigned-payload")
        .refused(
            "IncompleteSignature",
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD or 64 lower-case hexadecimal digits.",
        );
}

#[test]
fn http2_authorities_are_hosts() {
    let message = Message::signed();
    let mut authority = message.clone();
    authority.headers[0].0 = ":authority".to_owned();
    assert_eq!(authority.check(), Ok(()));
    authority.headers[0].1 = b"elsewhere".to_vec();
    authority.refused("SignatureDoesNotMatch", DOES_NOT_MATCH);
}

#[test]
fn refusals_never_hold_a_signature() {
    let right = Message::signed();
    let signature = right
        .authorization()
        .split("Signature=")
        .nth(1)
        .unwrap()
        .to_owned();
    let mut wrong = right.clone();
    wrong.body.push(b'!');
    let error = wrong.check().unwrap_err();
    assert_eq!(error.message(), DOES_NOT_MATCH);
    assert!(!format!("{error:?} {error}").contains(&signature));
    for message in [
        right.clone().edit("Credential=", "Credential"),
        right.edit("Credential=AKID", "AKID"),
    ] {
        let error = message.check().unwrap_err();
        assert!(!format!("{error:?} {error}").contains(&signature));
    }
}
