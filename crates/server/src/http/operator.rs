//! What only a server can do for its operator: backup, verification, a new sealing key.

use http::{HeaderValue, Response, header};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::body::ReplyBody;
use super::reply::{self, Claimed, Envelope, SERVICE_FAILURE};
use super::service::Edge;
use crate::backup;

/// Version of the operator's calls.
const VERSION: &str = "2026-11-21";
const PARAMETERS_MAX: usize = 16;

/// An operator's call that is answered here and not by `iam`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Backup,
    Verify,
    RotateKeys,
}

impl Action {
    /// The action, if a request that is signed for the service `portcullis` names one of these.
    pub(super) fn of(request: &wire::Request) -> Option<Action> {
        if !request.is_form() {
            return None;
        }
        let params = wire::Params::parse(request.query(), &request.body, PARAMETERS_MAX).ok()?;
        if params.get("Version") != Some(VERSION) {
            return None;
        }
        match params.get("Action")? {
            "Backup" => Some(Action::Backup),
            "Verify" => Some(Action::Verify),
            "RotateKeys" => Some(Action::RotateKeys),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Action::Backup => "Backup",
            Action::Verify => "Verify",
            Action::RotateKeys => "RotateKeys",
        }
    }
}

/// The audit record of these calls, under CloudTrail's field names like all others.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Audit<'a> {
    event_version: &'static str,
    user_identity: serde_json::Value,
    event_time: String,
    event_source: &'static str,
    event_name: &'static str,
    #[serde(rename = "sourceIPAddress")]
    source_address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    #[serde(rename = "requestID")]
    request_id: &'a str,
    read_only: bool,
    event_type: &'static str,
}

/// Answers the call, if its caller is the root of the first account.
pub(super) async fn answer(
    edge: &Edge,
    action: Action,
    request: wire::Request,
) -> Response<ReplyBody> {
    let began = std::time::Instant::now();
    if let Err(refusal) = edge.node.authorize_operator(&request) {
        let code = code_of(&refusal);
        if code != "AccessDenied" {
            edge.metrics.authentication_failed();
            if let Some(throttle) = &edge.throttle {
                throttle.failed(request.peer, began);
            }
        }
        record(edge, action, &request, Some(&code)).await;
        edge.metrics
            .answered(Some(action.name()), Some(&code), began.elapsed());
        return reply::reply_to(&request.id, refusal);
    }
    if !record(edge, action, &request, None).await {
        return edge.refuse(SERVICE_FAILURE, Envelope::Operator, &request.id);
    }
    let result = match action {
        Action::Backup => backup(edge).await,
        Action::Verify => edge.node.verify().await.map(|report| {
            reply::json(
                200,
                &serde_json::to_value(report).expect("a report is JSON"),
            )
        }),
        Action::RotateKeys => edge
            .node
            .rotate_keys()
            .await
            .map(|()| reply::json(200, &json!({ "rotated": true }))),
    };
    let code = result.as_ref().err().map(|_| SERVICE_FAILURE.code);
    edge.metrics
        .answered(Some(action.name()), code, began.elapsed());
    match result {
        Ok(mut reply) => {
            if let Ok(id) = HeaderValue::try_from(request.id.as_str()) {
                reply.headers_mut().insert("x-amzn-requestid", id);
            }
            reply
        }
        Err(fault) => {
            tracing::error!(%fault, action = action.name(), "an operator's call failed");
            // The caller is the operator, and may be told what is wrong.
            let body = wire::xml::error(
                wire::model::iam().namespace(),
                SERVICE_FAILURE.code,
                &fault.to_string(),
                wire::xml::Fault::Receiver,
                &request.id,
            );
            let response = wire::Response::xml(SERVICE_FAILURE.status, body, &request.id);
            reply::reply_to(&request.id, response)
        }
    }
}

async fn backup(edge: &Edge) -> Result<Response<ReplyBody>, crate::Fault> {
    let stream = backup::stream(&edge.node, edge.folder.as_deref()).await?;
    let mut reply = Response::new(ReplyBody::Streamed {
        pieces: stream.pieces,
        left: stream.bytes,
    });
    reply.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    Ok(reply)
}

async fn record(
    edge: &Edge,
    action: Action,
    request: &wire::Request,
    error_code: Option<&str>,
) -> bool {
    let kind = if error_code.is_none() {
        "Root"
    } else {
        "Unknown"
    };
    let key = Claimed::of(&request.parts).access_key_id;
    let identity = json!({ "type": kind, "accessKeyId": key });
    let record = Audit {
        event_version: "1.11",
        user_identity: identity,
        event_time: Timestamp::now().to_string(),
        event_source: "portcullis.amazonaws.com",
        event_name: action.name(),
        source_address: request.peer.to_canonical().to_string(),
        error_code,
        request_id: &request.id,
        read_only: action != Action::RotateKeys,
        event_type: "AwsApiCall",
    };
    edge.audit.write(&record).await
}

/// The error code of a refusal that `iam` wrote.
fn code_of(refusal: &wire::Response) -> String {
    let body = String::from_utf8_lossy(&refusal.body);
    let code = body
        .split_once("<Code>")
        .and_then(|(_, rest)| rest.split_once("</Code>"));
    code.map_or_else(|| refusal.status.to_string(), |(code, _)| code.to_owned())
}
