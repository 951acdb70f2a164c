use super::mistakes::all;
use super::report::Difference;
use super::request::InspectRequest;
use crate::payload::Line;
use crate::timestamp::Basic;
use crate::verify::StringToSign;
use crate::{Claim, Request, Scope, Secret, SigningKey, canonical};
use smol_str::SmolStr;

/// The pieces that a signature is made of, each of which a signer may have got wrong.
#[derive(Clone)]
pub(super) struct Parts<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) claim: &'a Claim,
    pub(super) secret: Secret,
    pub(super) key_scope: Scope,
    pub(super) method: String,
    pub(super) path: Vec<u8>,
    pub(super) query: Vec<u8>,
    pub(super) header_lines: Vec<Vec<u8>>,
    pub(super) payload: Vec<u8>,
    pub(super) today: String,
}

impl<'a> Parts<'a> {
    /// The right pieces.
    pub(super) fn new(
        input: &InspectRequest,
        request: &'a Request<'a>,
        claim: &'a Claim,
        line: &Line,
    ) -> Parts<'a> {
        let (mut path, mut query) = (Vec::new(), Vec::new());
        canonical::path(request.path, &input.options(), &mut path);
        canonical::query(request.query, &mut query);
        let header_line = |name: &SmolStr| {
            let mut text = Vec::new();
            canonical::header_values(request, name, &mut text);
            text
        };
        Parts {
            request,
            claim,
            secret: input.credentials.secret_access_key.clone(),
            key_scope: claim.scope.clone(),
            method: request.method.to_owned(),
            path,
            query,
            header_lines: claim.signed_headers.iter().map(header_line).collect(),
            payload: line.as_bytes().to_vec(),
            today: Basic::of(input.now).day().to_owned(),
        }
    }

    fn signature(&self) -> [u8; 32] {
        let mut text = Vec::new();
        for piece in [self.method.as_bytes(), &self.path, &self.query] {
            text.extend_from_slice(piece);
            text.push(b'\n');
        }
        for (name, value) in self.claim.signed_headers.iter().zip(&self.header_lines) {
            text.extend_from_slice(name.as_bytes());
            text.push(b':');
            text.extend_from_slice(value);
            text.push(b'\n');
        }
        text.push(b'\n');
        text.extend_from_slice(self.claim.signed_headers.join(";").as_bytes());
        text.push(b'\n');
        text.extend_from_slice(&self.payload);
        let key = SigningKey::derive(&self.secret, &self.key_scope);
        StringToSign::new(&text, self.claim.timestamp, &self.claim.scope).signature(&key)
    }

    fn with(&self, change: &Change) -> Parts<'a> {
        let mut parts = self.clone();
        match change {
            Change::Secret(text) => parts.secret = Secret::new(text.clone()),
            Change::KeyScope(scope) => parts.key_scope = scope.clone(),
            Change::Method(text) => parts.method = text.clone(),
            Change::Path(bytes) => parts.path = bytes.clone(),
            Change::Query(bytes) => parts.query = bytes.clone(),
            Change::Header(at, bytes) => parts.header_lines[*at] = bytes.clone(),
            Change::Headers(lines) => parts.header_lines = lines.clone(),
            Change::Payload(bytes) => parts.payload = bytes.clone(),
        }
        parts
    }
}

/// What a signer did instead.
pub(super) enum Change {
    Secret(String),
    KeyScope(Scope),
    Method(String),
    Path(Vec<u8>),
    Query(Vec<u8>),
    Header(usize, Vec<u8>),
    Headers(Vec<Vec<u8>>),
    Payload(Vec<u8>),
}

impl Change {
    fn part(&self) -> &'static str {
        match self {
            Change::Secret(_) => "secret",
            Change::KeyScope(_) => "signing-key",
            Change::Method(_) => "method",
            Change::Path(_) => "path",
            Change::Query(_) => "query",
            Change::Header(..) | Change::Headers(_) => "headers",
            Change::Payload(_) => "payload",
        }
    }
}

/// One way to sign wrongly, and how to say it.
pub(super) struct Mistake {
    pub(super) change: Change,
    pub(super) message: String,
}

/// The mistake, or the two mistakes, that make the given signature.
pub(super) fn find(parts: &Parts<'_>, signature: &[u8; 32]) -> Option<Difference> {
    let mistakes = all(parts);
    for one in &mistakes {
        if parts.with(&one.change).signature() == *signature {
            return Some(Difference {
                part: one.change.part(),
                message: one.message.clone(),
            });
        }
    }
    for (at, one) in mistakes.iter().enumerate() {
        let changed = parts.with(&one.change);
        for other in mistakes[at + 1..]
            .iter()
            .filter(|other| other.change.part() != one.change.part())
        {
            if changed.with(&other.change).signature() == *signature {
                let message = format!("{}; and {}", one.message, other.message);
                return Some(Difference {
                    part: one.change.part(),
                    message,
                });
            }
        }
    }
    None
}

impl Parts<'_> {
    /// Where a header stands among the signed ones, and its canonical value.
    pub(super) fn line(&self, name: &str) -> Option<(usize, &str)> {
        let at = self
            .claim
            .signed_headers
            .iter()
            .position(|signed| signed == name)?;
        Some((at, std::str::from_utf8(&self.header_lines[at]).ok()?))
    }

    pub(super) fn push_header(&self, name: &str, value: &str, all: &mut Vec<Mistake>) {
        let Some((at, sent)) = self.line(name) else {
            return;
        };
        if sent != value {
            let message =
                format!("the header `{name}` was signed as `{value}`, but arrived as `{sent}`");
            all.push(Mistake {
                change: Change::Header(at, value.as_bytes().to_vec()),
                message,
            });
        }
    }
}
