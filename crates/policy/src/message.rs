//! AWS's words for a denial (spec 10).

use crate::layers::{Decision, Layers};
use crate::request::Request;

/// AWS's AccessDenied text.
pub fn denial_message(
    request: &Request,
    _layers: &Layers,
    _decision: &Decision,
    _reasons: bool,
) -> String {
    let Request {
        principal,
        action,
        resource,
        ..
    } = request;
    format!(
        "User: {} is not authorized to perform: {action} on resource: {resource}",
        principal.arn
    )
}
