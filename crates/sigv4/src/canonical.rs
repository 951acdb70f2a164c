use crate::encoding::{encode, encode_byte, escaped};
use crate::payload::Line;
use crate::{Options, Request, encoding};

/// The canonical request: what is hashed into the string to sign. Bytes, as header values may be.
pub(crate) fn request(
    request: &Request<'_>,
    signed_headers: &[impl AsRef<str>],
    payload: &Line,
    options: &Options,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(512 + request.path.len() + 2 * request.query.len());
    out.extend_from_slice(request.method.as_bytes());
    out.push(b'\n');
    path(request.path, options, &mut out);
    out.push(b'\n');
    query(request.query, &mut out);
    out.push(b'\n');
    headers(request, signed_headers, &mut out);
    out.push(b'\n');
    for (at, name) in signed_headers.iter().enumerate() {
        if at > 0 {
            out.push(b';');
        }
        out.extend_from_slice(name.as_ref().as_bytes());
    }
    out.push(b'\n');
    out.extend_from_slice(payload.as_bytes());
    out
}

/// Appends the canonical path.
pub(crate) fn path(path: &str, options: &Options, out: &mut Vec<u8>) {
    if !options.normalize_path {
        encode_once(path, out);
    } else if needs_normalizing(path) {
        encode_again(&normalized(path), out);
    } else {
        encode_again(path, out);
    }
}

/// Encodes what is encoded already a second time: `%20` becomes `%2520`.
pub(crate) fn encode_again(path: &str, out: &mut Vec<u8>) {
    for byte in absolute(path) {
        if byte == b'/' {
            out.push(b'/')
        } else {
            encode_byte(byte, out)
        }
    }
}

/// Encodes once: `%20` stays, as do an encoded slash and a broken escape's meaning.
pub(crate) fn encode_once(path: &str, out: &mut Vec<u8>) {
    let leading = if path.starts_with('/') { "" } else { "/" };
    out.extend_from_slice(leading.as_bytes());
    let mut rest = path.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        if let Some(byte) = escaped(rest) {
            encode_byte(byte, out);
            rest = &rest[3..];
        } else {
            if *first == b'/' {
                out.push(b'/')
            } else {
                encode_byte(*first, out)
            }
            rest = others;
        }
    }
}

fn absolute(path: &str) -> impl Iterator<Item = u8> {
    let leading = if path.starts_with('/') { "" } else { "/" };
    leading.bytes().chain(path.bytes())
}

fn needs_normalizing(path: &str) -> bool {
    path.contains("//") || path.contains("/.") || path.starts_with('.')
}

/// Removes dot segments (RFC 3986, 5.2.4) and empty ones. `%2E` is no dot.
pub(crate) fn normalized(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    let mut out = String::with_capacity(path.len() + 1);
    for segment in &segments {
        out.push('/');
        out.push_str(segment);
    }
    let folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    if segments.is_empty() || folder {
        out.push('/');
    }
    out
}

/// Appends the canonical query: every name and value decoded and encoded, sorted by name, then by
/// value. `X-Amz-Signature` is left out, as it cannot sign itself.
pub(crate) fn query(query: &str, out: &mut Vec<u8>) {
    if query.is_empty() {
        return;
    }
    let mut encoded = Vec::with_capacity(query.len() + query.len() / 2);
    let mut pairs = Vec::with_capacity(16);
    for piece in query.split('&').filter(|piece| !piece.is_empty()) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let start = encoded.len();
        encode(&encoding::decode_query(name), &mut encoded);
        let middle = encoded.len();
        encode(&encoding::decode_query(value), &mut encoded);
        if &encoded[start..middle] != b"X-Amz-Signature" {
            pairs.push((start, middle, encoded.len()));
        }
    }
    let pair = |&(start, middle, end): &(usize, usize, usize)| {
        (&encoded[start..middle], &encoded[middle..end])
    };
    pairs.sort_by(|a, b| pair(a).cmp(&pair(b)));
    for (at, place) in pairs.iter().enumerate() {
        if at > 0 {
            out.push(b'&');
        }
        let (name, value) = pair(place);
        out.extend_from_slice(name);
        out.push(b'=');
        out.extend_from_slice(value);
    }
}

/// Appends the signed headers, one a line, several values of a name joined by commas in their order.
fn headers(request: &Request<'_>, signed_headers: &[impl AsRef<str>], out: &mut Vec<u8>) {
    for name in signed_headers {
        out.extend_from_slice(name.as_ref().as_bytes());
        out.push(b':');
        header_values(request, name.as_ref(), out);
        out.push(b'\n');
    }
}

/// Appends the canonical value of one header.
pub(crate) fn header_values(request: &Request<'_>, name: &str, out: &mut Vec<u8>) {
    for (at, value) in request.values(name).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        folded(value, out);
    }
}

/// Appends a header's value without white space around it and with one space for each run inside.
/// A line break in a value can thus never begin a line of its own.
fn folded(value: &[u8], out: &mut Vec<u8>) {
    let words = value
        .split(|byte| matches!(byte, b' ' | b'\t'..=b'\r'))
        .filter(|word| !word.is_empty());
    for (at, word) in words.enumerate() {
        if at > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical_path(text: &str, options: &Options) -> String {
        let mut out = Vec::new();
        path(text, options, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn paths_are_normalized_and_encoded_twice_except_on_s3() {
        // raw, every service but S3, S3
        let table = [
            ("", "/", "/"),
            ("/", "/", "/"),
            ("a", "/a", "/a"),
            ("//a///b", "/a/b", "//a///b"),
            ("/a/./b", "/a/b", "/a/./b"),
            ("/a/../b", "/b", "/a/../b"),
            ("/../..", "/", "/../.."),
            ("/a/..", "/", "/a/.."),
            ("/a/b/..", "/a/", "/a/b/.."),
            ("/a/.", "/a/", "/a/."),
            ("/a/", "/a/", "/a/"),
            ("/.a/b.", "/.a/b.", "/.a/b."),
            ("/a%20b", "/a%2520b", "/a%20b"),
            ("/a b", "/a%20b", "/a%20b"),
            ("/a%2Fb", "/a%252Fb", "/a%2Fb"),
            ("/a%2fb", "/a%252fb", "/a%2Fb"),
            ("/a%2E%2E/b", "/a%252E%252E/b", "/a../b"),
            ("/a+b@c:d", "/a%2Bb%40c%3Ad", "/a%2Bb%40c%3Ad"),
            ("/ሴ", "/%E1%88%B4", "/%E1%88%B4"),
            ("/%", "/%25", "/%25"),
            ("/%zz", "/%25zz", "/%25zz"),
        ];
        for (raw, normalized, s3) in table {
            assert_eq!(canonical_path(raw, &Options::AWS), normalized, "{raw}");
            assert_eq!(canonical_path(raw, &Options::S3), s3, "{raw} on S3");
        }
    }

    #[test]
    fn queries_are_sorted_by_name_then_value() {
        let table = [
            ("", ""),
            ("b=2&a=1", "a=1&b=2"),
            ("a=2&a=1&a", "a=&a=1&a=2"),
            ("Param-3=Value3&Param=Value2", "Param=Value2&Param-3=Value3"),
            ("a=b=c", "a=b%3Dc"),
            ("a=b+c%20d%2Be", "a=b%20c%20d%2Be"),
            ("a=%7e%2f&b=~/", "a=~%2F&b=~%2F"),
            ("&&a=1&", "a=1"),
            ("=1", "=1"),
            ("a=%", "a=%25"),
            (
                "X-Amz-Signature=ab&X%2dAmz-Signature=cd&x-amz-signature=ef",
                "x-amz-signature=ef",
            ),
        ];
        for (raw, canonical) in table {
            let mut out = Vec::new();
            query(raw, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), canonical, "{raw}");
        }
    }

    #[test]
    fn header_values_are_folded() {
        let table: [(&[u8], &[u8]); 5] = [
            (b"  a  ", b"a"),
            (b"a   b\t c", b"a b c"),
            (b"a\r\n  b\nhost:evil", b"a b host:evil"),
            (b"", b""),
            (b"\xff  \xfe", b"\xff \xfe"),
        ];
        for (raw, canonical) in table {
            let mut out = Vec::new();
            folded(raw, &mut out);
            assert_eq!(out, canonical);
        }
    }
}
