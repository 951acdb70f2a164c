//! Every refusal of every scenario has a code that AWS's model declares for the operation, and that code's status.

use super::Reply;
use crate::operation::Service;
use crate::ops;

/// What any operation of AWS's Query services may answer besides what its model declares (spec §7.10, §12.5).
const COMMON: &[(&str, u16)] = &[
    ("AccessDenied", 403),
    ("ExpiredToken", 403),
    ("IncompleteSignature", 400),
    ("InvalidClientTokenId", 403),
    ("InvalidParameterValue", 400),
    ("MalformedInput", 400),
    ("MissingAuthenticationToken", 403),
    ("SignatureDoesNotMatch", 403),
    ("Throttling", 400),
    ("ValidationError", 400),
];

/// What any operation of AWS's JSON services may answer besides; all of it is 400.
const COMMON_IN_JSON: &[&str] = &[
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignatureException",
    "InvalidInputException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "SerializationException",
    "ThrottlingException",
    "UnrecognizedClientException",
];

/// Codes of the service that an operation's own part of the model leaves out, although AWS answers them. May only shrink.
const UNDECLARED: &[(&str, &str)] = &[
    // A boundary that is not there; CreateUser declares it.
    ("CreateRole", "NoSuchEntity"),
];

/// Panics if the refusal is not one that AWS's clients know.
pub(super) fn check(service: Service, action: &str, reply: &Reply) {
    let Some((model, operation)) =
        ops::model(service).and_then(|model| Some((model, model.operation(action)?)))
    else {
        return;
    };
    let Some(code) = (reply.status != 200).then(|| reply.error_code()).flatten() else {
        return;
    };
    if service.speaks_json() {
        let known = operation.errors.contains(&code) || COMMON_IN_JSON.contains(&code.as_str());
        assert!(known, "{action} does not declare {code}");
        assert_eq!(reply.status, 400, "{action}: {code}");
        return;
    }
    if let Some((_, status)) = COMMON.iter().find(|(common, _)| *common == code) {
        assert_eq!(reply.status, *status, "{action}: {code}");
        return;
    }
    let excepted = UNDECLARED.contains(&(action, code.as_str()));
    assert!(
        operation.errors.contains(&code) || excepted,
        "{action} does not declare {code}: {:?}",
        operation.errors
    );
    assert_eq!(
        model.error_status(&code),
        Some(reply.status),
        "{action}: {code}"
    );
}

#[test]
fn no_exception_is_declared_by_now() {
    for (action, code) in UNDECLARED {
        let models = [Service::Iam, Service::Sts]
            .into_iter()
            .filter_map(ops::model);
        let operation = models.into_iter().find_map(|model| model.operation(action));
        let declared = &operation.expect("an operation of the model").errors;
        assert!(
            !declared.iter().any(|known| known == code),
            "{action}: {code}"
        );
    }
}
