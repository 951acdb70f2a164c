//! One request to the AWS endpoint, from its header to its reply.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Response, header};
use hyper::body::Incoming;

use super::body::{self, ReplyBody};
use super::reply::{self, Claimed, Envelope, INTERNAL_FAILURE, Refusal, THROTTLING};
use super::{dev, operator};
use crate::audit::AuditTrail;
use crate::entropy;
use crate::folder::Folder;
use crate::metrics::Metrics;
use crate::node::{Answered, Node};
use crate::throttle::Throttle;

/// Everything that a connection's requests need.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) node: Arc<Node>,
    pub(crate) audit: Arc<AuditTrail>,
    pub(crate) throttle: Option<Throttle>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) limits: Limits,
    /// What is left for bodies.
    pub(crate) room: body::Room,
    /// Whether `/_portcullis/` is served.
    pub(crate) dev: bool,
    pub(crate) folder: Option<Arc<Folder>>,
}

/// How long a client may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) header_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) idle_timeout: Duration,
}

impl Edge {
    /// The reply to one request.
    pub(super) async fn answer(
        &self,
        request: hyper::Request<Incoming>,
        peer: IpAddr,
        secure: bool,
    ) -> Response<ReplyBody> {
        let began = Instant::now();
        let (seed, id) = entropy::seed_and_request_id();
        let (mut parts, body) = request.into_parts();
        name_host(&mut parts);
        let claimed = Claimed::of(&parts);
        let envelope = claimed.envelope;
        // Most bodies are small, and whose they are need not be known to read them.
        let large = hyper::body::Body::size_hint(&body)
            .upper()
            .is_none_or(|bytes| bytes > body::BYTES_MAX as u64);
        let known = large
            && claimed.access_key_id.is_some_and(|key| {
                let token = parts.headers.get("x-amz-security-token");
                let token = token.and_then(|token| token.to_str().ok());
                self.node.knows_credentials(key, token)
            });
        let limit = if known {
            body::BYTES_MAX_KNOWN
        } else {
            body::BYTES_MAX
        };
        let waits = parts.headers.contains_key(header::EXPECT);
        let read = body::read(body, limit, self.limits.read_timeout, waits, &self.room).await;
        // The room is taken until there is a reply.
        let (body, _taken) = match read {
            Ok(read) => read,
            Err(refusal) => {
                self.metrics.refused();
                return self.refuse(refusal.into(), envelope, &id);
            }
        };
        if self.dev && parts.uri.path().starts_with(dev::PREFIX) {
            // What few requests need has a place of its own: a future is as large as its largest part, and is copied.
            return Box::pin(dev::answer(&self.node, &parts, &body)).await;
        }
        if self
            .throttle
            .as_ref()
            .is_some_and(|throttle| throttle.refuses(peer, began))
        {
            self.metrics.throttled();
            return self.refuse(THROTTLING, envelope, &id);
        }
        if parts.method == http::Method::GET
            && let Some(document) = self.node.issuer_document(parts.uri.path())
        {
            return reply::public(document);
        }
        let request = Box::new(wire::Request {
            parts,
            body,
            peer,
            secure,
            id,
        });
        if envelope == Envelope::Operator
            && let Some(action) = operator::Action::of(&request)
        {
            return Box::pin(operator::answer(self, action, *request)).await;
        }
        self.answer_aws(request, seed, envelope, began).await
    }

    async fn answer_aws(
        &self,
        request: Box<wire::Request>,
        seed: [u8; 32],
        envelope: Envelope,
        began: Instant,
    ) -> Response<ReplyBody> {
        let (id, peer) = (request.id.clone(), request.peer);
        let (mut answer, failure) = match self
            .node
            .answer(request, seed, self.audit.is_writable())
            .await
        {
            Answered::Done(answer) => (answer, None),
            Answered::Failed(answer) => (answer, Some(reply::failure(envelope))),
            Answered::Broken => {
                self.metrics
                    .answered(None, Some(INTERNAL_FAILURE.code), began.elapsed());
                return self.refuse(INTERNAL_FAILURE, envelope, &id);
            }
        };
        if let Some(used) = &answer.used {
            self.node.note(used);
        }
        if let Some(failure) = failure {
            answer.audit.error_code = Some(failure.code.to_owned());
            answer.response = failure.answer(envelope, &id);
        }
        if answer.authentication_failed {
            self.metrics.authentication_failed();
            if let Some(throttle) = &self.throttle {
                throttle.failed(peer, began);
            }
        }
        if let Some(denial) = &answer.denial {
            self.metrics.denied();
            let action = answer.audit.event_name;
            tracing::info!(request_id = %id, action, "denied: {denial}");
        }
        let code = answer.audit.error_code.clone();
        let changed = answer.record.is_some() && failure.is_none();
        if !self.audit.write(&answer.audit).await && changed {
            // The change is durable; that it was made cannot be told where it must be told first.
            answer.response = reply::failure(envelope).answer(envelope, &id);
        }
        self.metrics
            .answered(answer.audit.event_name, code.as_deref(), began.elapsed());
        reply::reply_to(&id, answer.response)
    }

    pub(super) fn refuse(
        &self,
        refusal: Refusal,
        envelope: Envelope,
        id: &str,
    ) -> Response<ReplyBody> {
        tracing::debug!(request_id = %id, code = refusal.code, "refused");
        reply::reply_to(id, refusal.answer(envelope, id))
    }
}

/// Puts the host that the target names, as HTTP/2's `:authority` does, where HTTP/1 and signatures have it. A header that names another
/// host stays beside it: so no signature holds, and nobody reads the one where somebody before us read the other.
fn name_host(parts: &mut http::request::Parts) {
    let Some(authority) = parts.uri.authority() else {
        return;
    };
    let Ok(host) = http::HeaderValue::try_from(authority.as_str()) else {
        return;
    };
    let mut given = parts.headers.get_all(header::HOST).iter();
    if !given.any(|given| given.as_bytes().eq_ignore_ascii_case(host.as_bytes())) {
        parts.headers.append(header::HOST, host);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<Peer, Secure, Answered>(
        _: impl Fn(&'static Edge, hyper::Request<Incoming>, Peer, Secure) -> Answered,
    ) -> usize {
        size_of::<Answered>()
    }

    /// HTTP copies the future of each request to where it is run; it was of almost eight thousand bytes once.
    #[test]
    fn the_future_of_a_request_is_small() {
        assert!(bytes(Edge::answer) < 1_400, "{}", bytes(Edge::answer));
    }
}
