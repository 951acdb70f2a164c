//! One request to the AWS endpoint, from its header to its reply.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Response, header};
use hyper::body::Incoming;

use super::body::{self, ReplyBody};
use super::reply::{self, INTERNAL_FAILURE, Refusal, SERVICE_FAILURE, THROTTLING};
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
        let (parts, body) = request.into_parts();
        let known =
            reply::claimed_access_key_id(&parts).is_some_and(|key| self.node.knows_active_key(key));
        let limit = if known {
            body::BYTES_MAX_KNOWN
        } else {
            body::BYTES_MAX
        };
        let waits = parts.headers.contains_key(header::EXPECT);
        let body = match body::read(body, limit, self.limits.read_timeout, waits).await {
            Ok(body) => body,
            Err(refusal) => {
                self.metrics.refused();
                return self.refuse(refusal.into(), &parts, &id);
            }
        };
        if self.dev && parts.uri.path().starts_with(dev::PREFIX) {
            return dev::answer(&self.node, &parts, &body).await;
        }
        if self
            .throttle
            .as_ref()
            .is_some_and(|throttle| throttle.refuses(peer, began))
        {
            self.metrics.throttled();
            return self.refuse(THROTTLING, &parts, &id);
        }
        let request = wire::Request {
            parts,
            body,
            peer,
            secure,
            id,
        };
        if let Some(action) = operator::Action::of(&request) {
            return operator::answer(self, action, request).await;
        }
        self.answer_aws(request, seed, began).await
    }

    async fn answer_aws(
        &self,
        request: wire::Request,
        seed: [u8; 32],
        began: Instant,
    ) -> Response<ReplyBody> {
        let (id, peer) = (request.id.clone(), request.peer);
        // Kept for refusals in the caller's protocol; the request itself moves on.
        let parts = request.parts.clone();
        let (mut answer, failure) = match self
            .node
            .answer(request, seed, self.audit.is_writable())
            .await
        {
            Answered::Done(answer) => (answer, None),
            Answered::Failed(answer) => (answer, Some(SERVICE_FAILURE)),
            Answered::Broken => {
                self.metrics
                    .answered(None, Some(INTERNAL_FAILURE.code), began.elapsed());
                return self.refuse(INTERNAL_FAILURE, &parts, &id);
            }
        };
        if let Some(failure) = failure {
            answer.audit.error_code = Some(failure.code.to_owned());
            answer.response = failure.answer(&parts, &id);
        }
        if answer.authentication_failed {
            self.metrics.authentication_failed();
            if let Some(throttle) = &self.throttle {
                throttle.failed(peer, began);
            }
        }
        if let Some(denial) = &answer.denial {
            self.metrics.denied();
            let action = answer.audit.event_name.as_deref();
            tracing::info!(request_id = %id, action, "denied: {denial}");
        }
        let code = answer.audit.error_code.clone();
        let changed = answer.record.is_some() && failure.is_none();
        if !self.audit.write(&answer.audit).await && changed {
            // The change is durable; that it was made cannot be told where it must be told first.
            answer.response = SERVICE_FAILURE.answer(&parts, &id);
        }
        self.metrics.answered(
            answer.audit.event_name.as_deref(),
            code.as_deref(),
            began.elapsed(),
        );
        reply::reply_to(&id, answer.response)
    }

    pub(super) fn refuse(
        &self,
        refusal: Refusal,
        parts: &http::request::Parts,
        id: &str,
    ) -> Response<ReplyBody> {
        tracing::debug!(request_id = %id, code = refusal.code, "refused");
        reply::reply_to(id, refusal.answer(parts, id))
    }
}
