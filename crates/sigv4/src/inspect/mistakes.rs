use super::search::{Change, Mistake, Parts};
use crate::canonical::{encode_again, encode_once, normalized};
use crate::encoding::{decode_query, encode};
use crate::payload::{self, UNSIGNED_PAYLOAD};
use crate::{Options, Scope, canonical};
use smol_str::SmolStr;

/// Every mistake that is tried, the likeliest first. Each changes one part of what is signed.
pub(super) fn all(parts: &Parts<'_>) -> Vec<Mistake> {
    let mut found = Vec::new();
    paths(parts, &mut found);
    queries(parts, &mut found);
    payloads(parts, &mut found);
    header_folding(parts, &mut found);
    header_values(parts, &mut found);
    hosts(parts, &mut found);
    methods(parts, &mut found);
    secrets(parts, &mut found);
    signing_keys(parts, &mut found);
    found
}

fn paths(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let raw = parts.request.path;
    let built = |build: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        build(&mut out);
        out
    };
    let tidy = normalized(raw);
    for (path, message) in [
        (
            built(&|out| encode_again(raw, out)),
            "the path was signed without removing dot segments and double slashes",
        ),
        (
            built(&|out| encode_once(&tidy, out)),
            "the path was signed encoded once instead of twice",
        ),
        (
            built(&|out| encode_once(raw, out)),
            "the path was signed as for S3: encoded once, not normalised",
        ),
        (
            built(&|out| canonical::path(raw, &Options::AWS, out)),
            "the path was signed as for other services than S3: normalised and encoded twice",
        ),
        (
            raw.as_bytes().to_vec(),
            "the path was signed as sent, without encoding it",
        ),
        (
            tidy.clone().into_bytes(),
            "the path was signed normalised, but without encoding it",
        ),
        (b"/".to_vec(), "the path was signed as `/`"),
        (
            format!("{raw}/").into_bytes(),
            "the path was signed with a slash at its end",
        ),
        (
            raw.trim_end_matches('/').as_bytes().to_vec(),
            "the path was signed without the slash at its end",
        ),
    ] {
        if path != parts.path {
            all.push(Mistake {
                change: Change::Path(path),
                message: message.to_owned(),
            });
        }
    }
}

fn queries(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let pieces: Vec<&str> = parts
        .request
        .query
        .split('&')
        .filter(|piece| !piece.is_empty() && !piece.starts_with("X-Amz-Signature="))
        .collect();
    let encoded = |piece: &&str| {
        let (name, value) = piece.split_once('=').unwrap_or((*piece, ""));
        let mut out = Vec::new();
        encode(&decode_query(name), &mut out);
        out.push(b'=');
        encode(&decode_query(value), &mut out);
        out
    };
    let plus_kept = |piece: &&str| encoded(&piece.replace('+', "%2B").as_str());
    let mut joined_order: Vec<Vec<u8>> = pieces.iter().map(encoded).collect();
    joined_order.sort();
    let mut raw_sorted = pieces.clone();
    raw_sorted.sort_unstable();
    let mut pluses: Vec<Vec<u8>> = pieces.iter().map(plus_kept).collect();
    pluses.sort();
    let untokened: Vec<&str> = pieces
        .iter()
        .copied()
        .filter(|piece| !piece.starts_with("X-Amz-Security-Token="))
        .collect();
    let mut without_token = Vec::new();
    canonical::query(&untokened.join("&"), &mut without_token);
    for (query, message) in [
        (
            without_token,
            "the query was signed without X-Amz-Security-Token",
        ),
        (
            pieces.iter().map(encoded).collect::<Vec<_>>().join(&b'&'),
            "the query was signed unsorted, in the order it was sent",
        ),
        (
            joined_order.join(&b'&'),
            "the query was signed sorted by `name=value` instead of by name, then value",
        ),
        (
            pluses.join(&b'&'),
            "the query was signed with `+` as a plus sign; it means a space",
        ),
        (
            raw_sorted.join("&").into_bytes(),
            "the query was signed sorted, but encoded as it was sent",
        ),
        (
            pieces.join("&").into_bytes(),
            "the query was signed as sent, neither sorted nor encoded again",
        ),
        (Vec::new(), "the query was not signed"),
    ] {
        if query != parts.query {
            all.push(Mistake {
                change: Change::Query(query),
                message: message.to_owned(),
            });
        }
    }
}

fn payloads(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let body = parts.request.body;
    let trimmed = body.trim_ascii();
    let broken = [body, b"\n"].concat();
    for (payload, message) in [
        (payload::hash(body).to_vec(), "the body's hash was signed"),
        (
            payload::hash(b"").to_vec(),
            "the hash of an empty body was signed",
        ),
        (
            UNSIGNED_PAYLOAD.into(),
            "UNSIGNED-PAYLOAD was signed without being sent as x-amz-content-sha256",
        ),
        (
            payload::hash(trimmed).to_vec(),
            "the body was signed without the white space around it",
        ),
        (
            payload::hash(&broken).to_vec(),
            "the body was signed with a line break at its end",
        ),
        (
            payload::hash(body).to_ascii_uppercase(),
            "the body's hash was signed in upper-case digits",
        ),
        (
            body.to_vec(),
            "the body itself was signed instead of its hash",
        ),
        (
            Vec::new(),
            "nothing was signed for the body; an empty body has a hash too",
        ),
    ] {
        if payload != parts.payload {
            all.push(Mistake {
                change: Change::Payload(payload),
                message: message.to_owned(),
            });
        }
    }
}

/// Every header signed after another rule than trimming, one space for many, commas between values.
fn header_folding(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let lines = |build: &dyn Fn(&[u8]) -> Vec<u8>, comma: &[u8]| -> Vec<Vec<u8>> {
        let line = |name: &SmolStr| {
            parts
                .request
                .values(name)
                .map(build)
                .collect::<Vec<_>>()
                .join(comma)
        };
        parts.claim.signed_headers.iter().map(line).collect()
    };
    let last_only = |name: &SmolStr| {
        parts
            .request
            .values(name)
            .last()
            .unwrap_or_default()
            .trim_ascii()
            .to_vec()
    };
    for (changed, message) in [
        (
            lines(&|value| value.to_vec(), b","),
            "header values were signed untrimmed, as sent",
        ),
        (
            lines(&|value| value.trim_ascii().to_vec(), b","),
            "header values were signed trimmed, but with runs of spaces inside them",
        ),
        (
            lines(&|value| value.trim_ascii().to_vec(), b", "),
            "several values of a header were signed joined by a comma and a space",
        ),
        (
            lines(&|value| value.trim_ascii().to_ascii_lowercase(), b","),
            "header values were signed in lower case",
        ),
        (
            parts.claim.signed_headers.iter().map(last_only).collect(),
            "only the last value of a repeated header was signed",
        ),
    ] {
        if changed != parts.header_lines {
            all.push(Mistake {
                change: Change::Headers(changed),
                message: message.to_owned(),
            });
        }
    }
}

/// One header that clients leave to their HTTP library, or that proxies change.
fn header_values(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let length = parts.request.body.len().to_string();
    let content_type = parts
        .line("content-type")
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default();
    let bare = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let (utf8, upper) = (
        format!("{bare}; charset=utf-8"),
        format!("{bare}; charset=UTF-8"),
    );
    for (name, value) in [
        ("content-type", bare.as_str()),
        ("content-type", &utf8),
        ("content-type", &upper),
        ("content-type", ""),
        ("content-length", &length),
        ("content-length", ""),
        ("content-length", "0"),
        ("accept-encoding", ""),
        ("accept-encoding", "gzip"),
        ("accept-encoding", "identity"),
        ("accept-encoding", "gzip, deflate"),
        ("accept-encoding", "gzip, deflate, br"),
        ("connection", "close"),
        ("connection", "keep-alive"),
    ] {
        parts.push_header(name, value, all);
    }
}

fn hosts(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let Some((_, host)) = parts.line("host") else {
        return;
    };
    let host = host.to_owned();
    let (bare, port) = match host.rsplit_once(':') {
        Some((bare, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (bare.to_owned(), format!(":{port}"))
        }
        _ => (host.clone(), String::new()),
    };
    let Scope {
        region, service, ..
    } = &parts.claim.scope;
    for candidate in [
        bare.clone(),
        format!("{bare}:443"),
        format!("{bare}:80"),
        host.to_ascii_lowercase(),
        format!("localhost{port}"),
        format!("127.0.0.1{port}"),
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        format!("{service}.amazonaws.com"),
        format!("{service}.{region}.amazonaws.com"),
    ] {
        parts.push_header("host", &candidate, all);
    }
}

fn methods(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let (lower, upper) = (
        parts.method.to_ascii_lowercase(),
        parts.method.to_ascii_uppercase(),
    );
    for method in [
        upper.as_str(),
        &lower,
        "GET",
        "POST",
        "PUT",
        "HEAD",
        "DELETE",
    ] {
        if method != parts.method {
            let message = format!(
                "the method was signed as `{method}`, but sent as `{}`",
                parts.method
            );
            all.push(Mistake {
                change: Change::Method(method.to_owned()),
                message,
            });
        }
    }
}

fn secrets(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let secret = parts.secret.expose();
    let mut encoded = Vec::new();
    encode(secret.as_bytes(), &mut encoded);
    for (text, message) in [
        (
            secret.trim().to_owned(),
            "it was signed without the white space around the given secret",
        ),
        (
            format!("{secret}\n"),
            "it was signed with a line break at the end of the secret",
        ),
        (
            format!("{secret}\r\n"),
            "it was signed with a line break (CR LF) at the end of the secret",
        ),
        (
            format!("{secret}\r"),
            "it was signed with a carriage return at the end of the secret",
        ),
        (
            format!("{secret} "),
            "it was signed with a space at the end of the secret",
        ),
        (
            format!(" {secret}"),
            "it was signed with a space before the secret",
        ),
        (
            format!("\"{secret}\""),
            "it was signed with quotation marks around the secret",
        ),
        (
            format!("'{secret}'"),
            "it was signed with apostrophes around the secret",
        ),
        (
            secret.trim_matches(['"', '\'']).to_owned(),
            "it was signed without the quotation marks around the given secret",
        ),
        (
            String::from_utf8_lossy(&encoded).into_owned(),
            "it was signed with the secret URL-encoded",
        ),
        (
            String::from_utf8_lossy(&decode_query(secret)).into_owned(),
            "it was signed with the secret URL-decoded",
        ),
        (
            parts.claim.access_key_id.to_string(),
            "it was signed with the access key id in place of the secret",
        ),
        (String::new(), "it was signed with an empty secret"),
    ] {
        if text != secret {
            all.push(Mistake {
                change: Change::Secret(text),
                message: message.to_owned(),
            });
        }
    }
}

fn signing_keys(parts: &Parts<'_>, all: &mut Vec<Mistake>) {
    let Scope {
        date,
        region,
        service,
    } = &parts.claim.scope;
    let scope = |date: &str, region: &str, service: &str| Scope {
        date: date.into(),
        region: region.into(),
        service: service.into(),
    };
    let mut candidates = vec![scope(&parts.today, region, service)];
    for other in [
        "us-east-1",
        "us-east-2",
        "us-west-2",
        "eu-west-1",
        "eu-central-1",
        "",
    ] {
        candidates.push(scope(date, other, service));
    }
    for other in [
        "iam",
        "sts",
        "s3",
        "organizations",
        "execute-api",
        "portcullis",
    ] {
        candidates.push(scope(date, region, other));
    }
    for candidate in candidates {
        if candidate != parts.key_scope {
            let message = format!(
                "the signing key was derived for `{candidate}`, but the scope says `{}`",
                parts.claim.scope
            );
            all.push(Mistake {
                change: Change::KeyScope(candidate),
                message,
            });
        }
    }
}
