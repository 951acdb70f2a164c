//! The request that a service got from a caller of its own, brought along so that its signature is verified here.

use crate::answer::header_pairs;
use crate::authenticate::Verifier;
use crate::caller::Caller;
use crate::operation::{Cx, Service};
use crate::state::ServicePrincipal;
use crate::{Error, region};
use serde::Deserialize;
use sigv4::Options;
use std::net::IpAddr;

/// More headers than these no AWS client sends.
const HEADERS_MAX: usize = 100;

/// All of a signed request but its body, of which the service tells the SHA-256 that it has computed itself.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BroughtRequest {
    method: String,
    path_and_query: String,
    #[serde(default)]
    headers: Vec<Header>,
    body_sha256: String,
    /// Where the service got it from: `aws:SourceIp`.
    source_ip: String,
    /// Whether the service got it by TLS.
    #[serde(default)]
    secure_transport: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Header {
    name: String,
    value: String,
}

impl BroughtRequest {
    /// The request as if it had come here.
    ///
    /// # Errors
    /// `ValidationError` for what is no request at all.
    pub(super) fn rebuilt(&self, id: &str) -> Result<wire::Request, Error> {
        let malformed = |what: &str| {
            Error::validation_error(format!("CallerRequest.{what} is not that of a request"))
        };
        if self.headers.len() > HEADERS_MAX {
            return Err(malformed("Headers"));
        }
        let peer: IpAddr = self.source_ip.parse().map_err(|_| malformed("SourceIp"))?;
        let builder = http::Request::builder()
            .method(self.method.as_str())
            .uri(self.path_and_query.as_str());
        let headers = self.headers.iter();
        let builder = headers.fold(builder, |builder, header| {
            builder.header(header.name.as_str(), header.value.as_str())
        });
        let request = builder
            .body(())
            .map_err(|_| malformed("Method, PathAndQuery or Headers"))?;
        Ok(wire::Request {
            parts: request.into_parts().0,
            body: bytes::Bytes::new(),
            peer,
            secure: self.secure_transport,
            id: id.into(),
        })
    }

    /// Who signed it, for this service and just now.
    ///
    /// # Errors
    /// What the caller would be told who signed such a request for IAM; `SignatureDoesNotMatch` also for a signature that was made
    /// for another service or leaves the body out.
    pub(super) fn caller<'a>(
        &self,
        cx: &Cx<'a>,
        service: &ServicePrincipal,
        request: &wire::Request,
    ) -> Result<Caller<'a>, Error> {
        let headers = header_pairs(request);
        let signed = sigv4::Request {
            method: request.parts.method.as_str(),
            path: request.path(),
            query: request.query(),
            headers: &headers,
            body: &[],
        };
        let claim = sigv4::claim(&signed)?.ok_or_else(|| {
            Error::missing_authentication_token("Request is missing Authentication Token")
        })?;
        claim.scope.require_service(&service.signing_name)?;
        claim.scope.require_region(region::known)?;
        if claim.unsigned_payload() {
            return Err(Error::signature_does_not_match(
                "The signature leaves the body out.",
            ));
        }
        let verifier = Verifier {
            keys: cx.keys,
            signing_keys: cx.signing_keys,
            now: cx.now,
            wall: cx.wall,
            options: match service.signing_name.as_str() {
                "s3" => Options::S3,
                _ => Options::AWS,
            },
            body_sha256: Some(&self.body_sha256),
            unknown_token_text: Service::Sts.unknown_token_text(),
        };
        verifier.caller(cx.state, &signed, claim)
    }
}
