//! The form that replies are written in: what the service speaks, and Query's answers as JSON for who asks for that.

use crate::operation::Service;
use crate::{Error, ops};
use serde::Serialize;
use wire::xml::Fault;
use wire::{Request, Response, json, xml};

/// How the replies to one request are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Query's XML.
    Xml,
    /// What Query has as XML, as JSON: IAM and STS answer so whoever accepts JSON, as Kubernetes' authenticator does.
    QueryJson,
    /// JSON 1.1.
    Json,
}

impl Form {
    /// The form of replies to this request.
    pub(crate) fn of(service: Service, request: &Request) -> Form {
        match service {
            Service::Organizations => Form::Json,
            Service::Iam | Service::Sts if request.accepts_json() => Form::QueryJson,
            Service::Iam | Service::Sts | Service::Portcullis => Form::Xml,
        }
    }

    /// The `Content-Type`.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Form::Xml => "text/xml",
            Form::QueryJson => "application/json",
            Form::Json => "application/x-amz-json-1.1",
        }
    }

    /// The body of a reply.
    pub(crate) fn reply<T: Serialize>(
        self,
        service: Service,
        operation: &str,
        output: &T,
        request_id: &str,
    ) -> Vec<u8> {
        let model = || ops::model(service).and_then(|model| model.operation(operation));
        match self {
            Form::Xml => xml::response(operation, service.namespace(), output, request_id),
            Form::QueryJson => json::query_response(
                model().expect("IAM and STS have operations of AWS's models only"),
                output,
                request_id,
            ),
            Form::Json => json::response(output),
        }
    }

    /// The reply of a refusal.
    pub(crate) fn refusal(self, service: Service, error: &Error, request_id: &str) -> Response {
        let Error { code, message, .. } = error;
        let fault = Fault::of_status(error.status);
        let body = match self {
            Form::Xml => xml::error(service.namespace(), code, message, fault, request_id),
            Form::QueryJson => json::query_error(code, message, fault, request_id),
            Form::Json => {
                let body = json::error(code, message, error.reason.map(|reason| reason.0));
                return Response::json(error.status, body, request_id);
            }
        };
        Response {
            status: error.status,
            content_type: self.content_type(),
            headers: Vec::new(),
            body,
        }
    }
}
