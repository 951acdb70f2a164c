//! The audit record of one request, under CloudTrail's field names. Holds no secret.

use crate::caller::{Caller, Identity};
use crate::operation::Service;
use crate::session::SessionOf;
use crate::{Error, context};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use wire::{Params, Request};

/// Parameters whose values are secrets, or are treated as such in logs.
const MASKED: &[&str] = &[
    "ExternalId",
    "TokenCode",
    "AuthenticationCode1",
    "AuthenticationCode2",
    "Password",
    "OldPassword",
    "NewPassword",
    "PrivateKey",
    "SecretAccessKey",
    "TradeInToken",
    "WebIdentityToken",
    "SAMLAssertion",
];
const MASK: &str = "…";
/// The condition key whose values policies keep, in lower case.
const EXTERNAL_ID: &str = "sts:externalid";
/// Longer parameter values are cut, so that one call cannot fill the log.
const VALUE_CHARACTERS_MAX: usize = 1024;

/// One line of the audit log.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Audit {
    event_version: &'static str,
    user_identity: Value,
    event_time: String,
    event_source: String,
    /// The operation; absent if the request named none that exists.
    pub event_name: Option<String>,
    #[serde(rename = "awsRegion")]
    pub(crate) region: String,
    #[serde(rename = "sourceIPAddress")]
    source_address: String,
    user_agent: Option<String>,
    /// AWS's error code, for refused requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
    request_parameters: Value,
    #[serde(rename = "requestID")]
    request_id: String,
    #[serde(rename = "eventID")]
    event_id: String,
    pub(crate) read_only: bool,
    event_type: &'static str,
    management_event: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_account_id: Option<String>,
    event_category: &'static str,
}

impl Audit {
    pub(crate) fn new(request: &Request, service: Service, now: Timestamp) -> Audit {
        Audit {
            event_version: "1.11",
            user_identity: json!({ "type": "Unknown" }),
            event_time: context::text(now).into(),
            event_source: format!("{}.amazonaws.com", service.name()),
            event_name: None,
            region: String::new(),
            source_address: request.peer.to_canonical().to_string(),
            user_agent: request.header("user-agent").map(cut),
            error_code: None,
            error_message: None,
            request_parameters: Value::Null,
            request_id: request.id.clone(),
            event_id: request.id.clone(),
            read_only: true,
            event_type: "AwsApiCall",
            management_event: true,
            recipient_account_id: None,
            event_category: "Management",
        }
    }

    /// Who called; of a caller who proved nothing only the claimed key is told.
    pub(crate) fn identify(&mut self, caller: Option<&Caller>, claimed_key: Option<&str>) {
        let Some(caller) = caller else {
            if let Some(key) = claimed_key {
                self.user_identity = json!({ "type": "Unknown", "accessKeyId": cut(key) });
            }
            return;
        };
        self.recipient_account_id = Some(caller.account.id.to_string());
        let mut identity = Map::new();
        let mut put = |key: &str, value: Value| identity.insert(key.to_owned(), value);
        let (kind, principal_id, name) = match caller.identity {
            Identity::Root => ("Root", caller.account.id.to_string(), None),
            Identity::User(user) => ("IAMUser", user.id.to_string(), Some(user.name.to_string())),
            Identity::Role(role) => ("AssumedRole", role_principal_id(caller, &role.id), None),
            Identity::FederatedUser(_) => (
                "FederatedUser",
                caller
                    .principal
                    .unique_id
                    .as_deref()
                    .unwrap_or_default()
                    .to_owned(),
                None,
            ),
        };
        put("type", kind.into());
        put("principalId", principal_id.into());
        put("arn", caller.principal.arn.as_str().into());
        put("accountId", caller.account.id.to_string().into());
        put("accessKeyId", caller.access_key_id.as_str().into());
        if let Some(name) = name {
            put("userName", name.into());
        }
        if let Some(session) = &caller.session {
            let mut session_context = json!({ "attributes": {
                "creationDate": context::text(session.issued).as_str(),
                "mfaAuthenticated": context::boolean(session.mfa).as_str(),
            }});
            if let Identity::Role(role) = caller.identity {
                session_context["sessionIssuer"] = json!({
                    "type": "Role", "principalId": role.id.as_str(), "arn": role.arn(caller.account.id),
                    "accountId": caller.account.id.to_string(), "userName": role.name.as_str(),
                });
            }
            if let Identity::FederatedUser(issuer) = caller.identity {
                session_context["sessionIssuer"] = match issuer {
                    Some(user) => json!({
                        "type": "IAMUser", "principalId": user.id.as_str(), "arn": user.arn(caller.account.id),
                        "accountId": caller.account.id.to_string(), "userName": user.name.as_str(),
                    }),
                    None => json!({
                        "type": "Root", "principalId": caller.account.id.to_string(),
                        "arn": crate::arn::root(caller.account.id), "accountId": caller.account.id.to_string(),
                    }),
                };
            }
            if let Some(source_identity) = &session.source_identity {
                session_context["sourceIdentity"] = source_identity.as_str().into();
            }
            put("sessionContext", session_context);
        }
        self.user_identity = Value::Object(identity);
    }

    /// The call's parameters, secrets masked, names in CloudTrail's case.
    pub(crate) fn parameters(&mut self, params: &Params) {
        let mut shown = Map::new();
        for (name, value) in params.iter() {
            if matches!(name, "Action" | "Version") || name.starts_with("X-Amz-") {
                continue;
            }
            let value = if masked(name) {
                MASK.to_owned()
            } else {
                cut(&without_external_ids(value))
            };
            shown.insert(lower_first(name), value.into());
        }
        if !shown.is_empty() {
            self.request_parameters = Value::Object(shown);
        }
    }

    pub(crate) fn refused(&mut self, error: &Error) {
        self.error_code = Some(error.code.to_owned());
        self.error_message = Some(error.logged.as_ref().unwrap_or(&error.message).clone());
    }
}

fn role_principal_id(caller: &Caller, role_id: &str) -> String {
    match caller.session.as_ref().map(|session| &session.of) {
        Some(SessionOf::Role { session_name, .. }) => format!("{role_id}:{session_name}"),
        _ => role_id.to_owned(),
    }
}

fn masked(name: &str) -> bool {
    name.split('.').any(|part| {
        MASKED
            .iter()
            .any(|masked| part.eq_ignore_ascii_case(masked))
    })
}

/// A policy document without the external ids that its conditions want; any other text as it is.
fn without_external_ids(text: &str) -> Cow<'_, str> {
    if !text.to_ascii_lowercase().contains(EXTERNAL_ID) {
        return text.into();
    }
    let Ok(mut document) = serde_json::from_str::<Value>(text) else {
        return MASK.into();
    };
    mask_external_ids(&mut document);
    document.to_string().into()
}

fn mask_external_ids(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name.eq_ignore_ascii_case(EXTERNAL_ID) {
                    *member = MASK.into();
                } else {
                    mask_external_ids(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask_external_ids),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(VALUE_CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trust_policy_is_told_without_its_external_ids() {
        let trust = r#"{"Statement":{"Condition":{"StringEquals":{"STS:externalId":["a","b"],"aws:x":"c"}}}}"#;
        assert_eq!(
            without_external_ids(trust),
            r#"{"Statement":{"Condition":{"StringEquals":{"STS:externalId":"…","aws:x":"c"}}}}"#
        );
        assert_eq!(without_external_ids("{\"sts:ExternalId\": broken"), MASK);
        assert_eq!(
            without_external_ids("{ \"Version\": 1 }"),
            "{ \"Version\": 1 }"
        );
    }
}
