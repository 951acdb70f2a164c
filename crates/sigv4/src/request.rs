use std::borrow::Cow;

use crate::Error;

/// One HTTP request as it came off the wire, borrowed: nothing decoded, nothing normalised.
///
/// Header names may be in any case; a name may stand several times. Over HTTP/2 give the
/// authority as `host` or as `:authority`.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The raw path, as in the request line.
    pub path: &'a str,
    /// The raw query, without its `?`; empty if there is none.
    pub query: &'a str,
    /// Names and values of the headers, in the order they came.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The whole body.
    pub body: &'a [u8],
}

impl std::fmt::Debug for Request<'_> {
    /// Prints method and path only: the rest may hold signatures, tokens and secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// What differs between services, and how far clocks may be apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// `false` for S3 only: its paths are taken as they are and encoded once. All other services
    /// remove dot segments and double slashes, and encode the already encoded path again.
    pub normalize_path: bool,
    /// How far the request's time may be from ours, either way. AWS: 900.
    pub skew_seconds: i64,
    /// Whether a presigned URL holds as long as its `X-Amz-Expires` says. `true` for S3 only: every other service takes a URL for
    /// `skew_seconds`, whatever it says.
    pub expires_counts: bool,
}

impl Options {
    /// The options of every AWS service but S3, with AWS's 15 minutes.
    pub const AWS: Options = Options {
        normalize_path: true,
        skew_seconds: 900,
        expires_counts: false,
    };
    /// The options of S3, with AWS's 15 minutes.
    pub const S3: Options = Options {
        normalize_path: false,
        skew_seconds: 900,
        expires_counts: true,
    };
}

impl<'a> Request<'a> {
    /// All values of a header, in order; `host` also finds HTTP/2's `:authority`.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        let sought = match name {
            "host"
                if !self
                    .headers
                    .iter()
                    .any(|(given, _)| given.eq_ignore_ascii_case("host")) =>
            {
                ":authority"
            }
            _ => name,
        };
        self.headers
            .iter()
            .filter(move |(given, _)| given.eq_ignore_ascii_case(sought))
            .map(|(_, value)| *value)
    }

    /// The text of a header that may stand once; a second one, or bytes that are no text, is refused.
    pub(crate) fn text_once(&self, name: &str, bytes_max: usize) -> Result<Option<&'a str>, Error> {
        let mut values = self.values(name);
        let Some(value) = values.next() else {
            return Ok(None);
        };
        if values.next().is_some() {
            return Err(Error::incomplete(format!(
                "The '{name}' header must not be given twice."
            )));
        }
        if value.len() > bytes_max {
            return Err(Error::incomplete(format!(
                "The '{name}' header is longer than {bytes_max} bytes."
            )));
        }
        match std::str::from_utf8(value) {
            Ok(text) => Ok(Some(text.trim_matches([' ', '\t']))),
            Err(_) => Err(Error::incomplete(format!(
                "The '{name}' header is not text."
            ))),
        }
    }

    /// The query's parameters, decoded, in order. Pieces between two `&` that are empty are skipped.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (Cow<'a, [u8]>, Cow<'a, [u8]>)> {
        self.query
            .split('&')
            .filter(|piece| !piece.is_empty())
            .map(|piece| {
                let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
                (
                    crate::encoding::decode_query(name),
                    crate::encoding::decode_query(value),
                )
            })
    }
}
