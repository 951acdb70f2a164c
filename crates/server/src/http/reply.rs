//! Replies: what `iam` answered, and what the listener refuses itself, in the caller's protocol.

use http::{HeaderName, HeaderValue, Response, StatusCode, header};

use super::body::{self, ReplyBody};

/// A refusal of the listener itself, before or after the service was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: &'static str,
}

pub(super) const THROTTLING: Refusal = Refusal {
    status: 400,
    code: "Throttling",
    message: "Rate exceeded",
};
pub(super) const SERVICE_FAILURE: Refusal = Refusal {
    status: 500,
    code: "ServiceFailure",
    message: "The request processing has failed because of an unknown error, exception or failure.",
};
pub(super) const INTERNAL_FAILURE: Refusal = Refusal {
    status: 500,
    code: "InternalFailure",
    message: "The request processing has failed because of an unknown error, exception or failure.",
};

/// A fault of ours as the caller's service calls it.
pub(super) fn failure(envelope: Envelope) -> Refusal {
    match envelope {
        Envelope::Sts | Envelope::StsAsJson => INTERNAL_FAILURE,
        Envelope::Json => Refusal {
            code: "ServiceException",
            ..SERVICE_FAILURE
        },
        Envelope::Iam | Envelope::IamAsJson | Envelope::Operator => SERVICE_FAILURE,
    }
}

impl From<body::Refusal> for Refusal {
    fn from(refusal: body::Refusal) -> Refusal {
        match refusal {
            body::Refusal::TooLarge => Refusal {
                status: 413,
                code: "RequestEntityTooLarge",
                message: "The request body is larger than the limit.",
            },
            body::Refusal::NoRoom => Refusal {
                status: 503,
                code: "ServiceUnavailable",
                message: "The request has failed due to a temporary failure of the server.",
            },
            body::Refusal::TooSlow => Refusal {
                status: 408,
                code: "RequestTimeout",
                message: "The request body did not arrive in time.",
            },
            body::Refusal::Truncated => Refusal {
                status: 400,
                code: "IncompleteBody",
                message: "The request body ended before it was complete.",
            },
        }
    }
}

/// What a request claims in its header, unproven: enough to read its body and to refuse it in its protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claimed<'a> {
    /// The access key id that the `Authorization` header names.
    pub(super) access_key_id: Option<&'a str>,
    /// The protocol of its answers.
    pub(super) envelope: Envelope,
}

/// The protocol of a caller, as far as refusals need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Envelope {
    /// XML in the namespace of IAM.
    Iam,
    /// XML in the namespace of STS.
    Sts,
    /// What IAM says in XML, as JSON.
    IamAsJson,
    /// What STS says in XML, as JSON.
    StsAsJson,
    /// JSON 1.1.
    Json,
    /// XML of the operator's own calls.
    Operator,
}

impl<'a> Claimed<'a> {
    /// JSON 1.1 where the caller said so, else the XML of the service that its credential scope names, or JSON where that is accepted.
    pub(super) fn of(parts: &'a http::request::Parts) -> Claimed<'a> {
        let mut scope = credential(parts).unwrap_or_default().split('/');
        let access_key_id = scope.next().filter(|id| !id.is_empty());
        let as_json = wire::accepts_json(&parts.headers);
        let envelope = match scope.nth(2) {
            _ if parts.headers.contains_key("x-amz-target") => Envelope::Json,
            Some("portcullis") => Envelope::Operator,
            Some("sts") if as_json => Envelope::StsAsJson,
            Some("sts") => Envelope::Sts,
            _ if as_json => Envelope::IamAsJson,
            _ => Envelope::Iam,
        };
        Claimed {
            access_key_id,
            envelope,
        }
    }
}

impl Refusal {
    /// The refusal as the caller's client reads it.
    pub(super) fn answer(self, envelope: Envelope, request_id: &str) -> wire::Response {
        let Refusal {
            status,
            code,
            message,
        } = self;
        let fault = wire::xml::Fault::of_status(status);
        let model = match envelope {
            Envelope::IamAsJson | Envelope::StsAsJson => {
                return wire::Response {
                    status,
                    content_type: "application/json",
                    headers: Vec::new(),
                    body: wire::json::query_error(code, message, fault, request_id),
                };
            }
            Envelope::Json => {
                return wire::Response::json(
                    status,
                    wire::json::error(code, message, None),
                    request_id,
                );
            }
            Envelope::Sts => wire::model::sts(),
            Envelope::Iam | Envelope::Operator => wire::model::iam(),
        };
        wire::Response::xml(
            status,
            wire::xml::error(model.namespace(), code, message, fault, request_id),
            request_id,
        )
    }
}

/// The credential of a header as all AWS clients write it: the algorithm, then `Credential=` first.
fn credential(parts: &http::request::Parts) -> Option<&str> {
    let authorization = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, fields) = authorization.split_once(' ')?;
    let credential = fields.trim_start().strip_prefix("Credential=")?;
    let end = credential.find([',', ' ']).unwrap_or(credential.len());
    Some(&credential[..end])
}

/// The reply over HTTP, with the request id that every AWS reply carries.
pub(super) fn reply_to(request_id: &str, response: wire::Response) -> Response<ReplyBody> {
    let mut reply = reply(response);
    if let Ok(id) = HeaderValue::try_from(request_id) {
        reply.headers_mut().insert("x-amzn-requestid", id);
    }
    reply
}

/// The reply over HTTP.
pub(super) fn reply(response: wire::Response) -> Response<ReplyBody> {
    let mut reply = Response::new(ReplyBody::from(response.body));
    *reply.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = reply.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(response.content_type),
    );
    for (name, value) in response.headers {
        // A name or value that HTTP cannot carry would be a bug of ours, and is left out rather than sent.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    reply
}

/// A document for everybody, which may be kept for five minutes.
pub(super) fn public(document: String) -> Response<ReplyBody> {
    reply(wire::Response {
        status: 200,
        content_type: "application/json",
        headers: vec![("cache-control", "public, max-age=300".to_owned())],
        body: document.into_bytes(),
    })
}

/// A JSON document of our own endpoints.
pub(super) fn json(status: u16, body: &serde_json::Value) -> Response<ReplyBody> {
    reply(wire::Response {
        status,
        content_type: "application/json",
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(headers: &[(&'static str, &str)]) -> http::request::Parts {
        let mut request = http::Request::new(());
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        request.into_parts().0
    }

    #[test]
    fn refusals_speak_the_protocol_of_the_caller() {
        let scoped = |service: &str| {
            format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
            )
        };
        let text = |headers: &[(&'static str, &str)]| {
            let response = THROTTLING.answer(Claimed::of(&parts(headers)).envelope, "r-1");
            (
                response.content_type,
                String::from_utf8(response.body).unwrap(),
            )
        };
        let (kind, sts) = text(&[("authorization", &scoped("sts"))]);
        assert!(
            kind == "text/xml"
                && sts.contains("https://sts.amazonaws.com/doc/2011-06-15/")
                && sts.contains("<Code>Throttling</Code>"),
            "{sts}"
        );
        let (_, iam) = text(&[("authorization", &scoped("iam"))]);
        assert!(
            iam.contains("https://iam.amazonaws.com/doc/2010-05-08/") && iam.contains("r-1"),
            "{iam}"
        );
        let accepted = [
            ("authorization", &*scoped("sts")),
            ("accept", "application/json"),
        ];
        let (kind, json) = text(&accepted);
        assert_eq!(
            (kind, json.as_str()),
            (
                "application/json",
                r#"{"Error":{"Code":"Throttling","Message":"Rate exceeded","Type":"Sender"},"RequestId":"r-1"}"#
            )
        );
        let (kind, json) = text(&[("x-amz-target", "AWSOrganizationsV20161128.ListRoots")]);
        assert_eq!(
            (kind, json.as_str()),
            (
                "application/x-amz-json-1.1",
                r#"{"__type":"Throttling","Message":"Rate exceeded"}"#
            )
        );
    }

    /// 7.10-25.
    #[test]
    fn faults_are_called_as_each_service_calls_them() {
        let code = |envelope| (failure(envelope).status, failure(envelope).code);
        for envelope in [Envelope::Sts, Envelope::StsAsJson] {
            assert_eq!(code(envelope), (500, "InternalFailure"));
        }
        assert_eq!(code(Envelope::Iam), (500, "ServiceFailure"));
        assert_eq!(code(Envelope::Json), (500, "ServiceException"));
        let crowded = Refusal::from(body::Refusal::NoRoom);
        assert_eq!((crowded.status, crowded.code), (503, "ServiceUnavailable"));
    }

    #[test]
    fn the_key_and_service_are_read_from_the_header_alone() {
        let named = parts(&[(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/iam/aws4_request,SignedHeaders=host,Signature=0",
        )]);
        let wanted = Claimed {
            access_key_id: Some("AKIDEXAMPLE"),
            envelope: Envelope::Iam,
        };
        assert_eq!(Claimed::of(&named), wanted);
        let nobody = Claimed {
            access_key_id: None,
            envelope: Envelope::Iam,
        };
        assert_eq!(
            Claimed::of(&parts(&[("authorization", "Bearer x")])),
            nobody
        );
        assert_eq!(Claimed::of(&parts(&[])), nobody);
    }
}
