//! The audit record of one request, under CloudTrail's field names. Holds no secret.

mod user_identity;

use crate::caller::Caller;
use crate::operation::Service;
use crate::{AccountId, Error, context};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::net::IpAddr;
use user_identity::UserIdentity;
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
    "AddPrivateKey",
    "Seed",
    "SecretAccessKey",
    "TradeInToken",
    "WebIdentityToken",
    "SAMLAssertion",
    "Email",
    // What a service brings along of its own caller's request: signatures and tokens are in it.
    "Headers",
    "PathAndQuery",
    "SessionToken",
    // Of the signatures of an older version, which prove nothing here.
    "SecurityToken",
    "Signature",
    "Parameters",
    "Content",
];
/// What the names of the parameters begin with that sign a URL, however a client spells them.
const SIGNING: &str = "X-Amz-";
const MASK: &str = "…";
/// The condition key whose values policies keep, in lower case.
const EXTERNAL_ID: &str = "sts:externalid";
/// Longer parameter values are cut, so that one call cannot fill the log.
const VALUE_CHARACTERS_MAX: usize = 1024;

/// One line of the audit log. Nothing secret is shown by `Debug` or written.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Audit {
    event_version: &'static str,
    user_identity: UserIdentity,
    /// Whole seconds.
    event_time: Timestamp,
    event_source: &'static str,
    /// The operation; absent if the request named none that exists.
    pub event_name: Option<&'static str>,
    #[serde(rename = "awsRegion")]
    pub(crate) region: SmolStr,
    #[serde(rename = "sourceIPAddress")]
    source_address: IpAddr,
    user_agent: Option<String>,
    /// AWS's error code, for refused requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
    request_parameters: Option<Parameters>,
    /// What one operation tells besides.
    #[serde(skip_serializing_if = "Map::is_empty")]
    additional_event_data: Map<String, Value>,
    #[serde(rename = "requestID")]
    request_id: SmolStr,
    #[serde(rename = "eventID")]
    event_id: SmolStr,
    pub(crate) read_only: bool,
    event_type: &'static str,
    management_event: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_account_id: Option<AccountId>,
    event_category: &'static str,
}

impl Audit {
    pub(crate) fn new(request: &Request, service: Service, now: Timestamp) -> Audit {
        Audit {
            event_version: "1.11",
            user_identity: UserIdentity::unknown(None),
            event_time: context::whole_seconds(now),
            event_source: service.event_source(),
            event_name: None,
            region: SmolStr::default(),
            source_address: request.peer.to_canonical(),
            user_agent: request.header("user-agent").map(cut),
            error_code: None,
            error_message: None,
            request_parameters: None,
            additional_event_data: Map::new(),
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
        self.user_identity = match caller {
            Some(caller) => UserIdentity::of(caller),
            None => UserIdentity::unknown(claimed_key.map(|key| cut(key).into())),
        };
        self.recipient_account_id = caller.map(|caller| caller.account.id);
    }

    /// The call's parameters.
    pub(crate) fn parameters(&mut self, params: Params) {
        let told = params.iter().any(|(name, _)| is_told(&params, name));
        self.request_parameters = told.then_some(Parameters(params));
    }

    /// What one operation tells besides its parameters.
    pub(crate) fn told(&mut self, told: Map<String, Value>) {
        self.additional_event_data = told;
    }

    pub(crate) fn refused(&mut self, error: &Error) {
        self.error_code = Some(error.code.to_owned());
        let told = error.logged.as_deref().unwrap_or(&error.message);
        self.error_message = Some(told.to_owned());
    }
}

/// A call's parameters as they are written: secrets masked, names in CloudTrail's case. Where no trail is kept none of it is done.
#[derive(Debug)]
struct Parameters(Params);

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Parameters(params) = self;
        let told = params.iter().filter(|(name, _)| is_told(params, name));
        serializer.collect_map(told.map(|(name, value)| {
            let value = if masked(name) || is_external_id(params, name) {
                MASK.to_owned()
            } else {
                cut(&without_external_ids(value))
            };
            (lower_first(name), value)
        }))
    }
}

fn is_told(params: &Params, name: &str) -> bool {
    let signs = name
        .get(..SIGNING.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(SIGNING));
    !signs && !matches!(name, "Action" | "Version") && !is_told_of_another(params, name)
}

/// Whether the log would show this parameter, which no operation reads, under the name of one that is read: `userName` beside
/// `UserName`.
fn is_told_of_another(params: &Params, name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase()) && {
        let (first, rest) = name.split_at(1);
        params.get(&(first.to_ascii_uppercase() + rest)).is_some()
    }
}

fn masked(name: &str) -> bool {
    name.split('.').any(|part| {
        MASKED
            .iter()
            .any(|masked| part.eq_ignore_ascii_case(masked))
    })
}

/// Whether a parameter is a value of a context entry for the external id.
fn is_external_id(params: &Params, name: &str) -> bool {
    let Some((entry, _)) = name.split_once(".ContextKeyValues") else {
        return false;
    };
    params
        .get(&format!("{entry}.ContextKeyName"))
        .is_some_and(|key| key.eq_ignore_ascii_case(EXTERNAL_ID))
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
    if text.len() <= VALUE_CHARACTERS_MAX {
        return text.to_owned();
    }
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

    fn told(query: &str) -> Value {
        let params = Params::parse(query, b"", 100).unwrap();
        let (parts, ()) = http::Request::get("/").body(()).unwrap().into_parts();
        let request = Request {
            parts,
            body: Vec::new().into(),
            peer: [127, 0, 0, 1].into(),
            secure: false,
            id: SmolStr::default(),
        };
        let mut audit = Audit::new(&request, Service::Iam, Timestamp::UNIX_EPOCH);
        audit.parameters(params);
        // As text, in which a name could stand twice.
        let line = serde_json::to_string(&audit).unwrap();
        assert_eq!(line.matches("\"userName\":").count(), 1, "{line}");
        serde_json::from_str::<Value>(&line).unwrap()["requestParameters"].clone()
    }

    #[test]
    fn nobody_has_another_name_told_than_the_one_that_is_read() {
        let query = "Action=DeleteUser&UserName=ann&userName=bob&more=1";
        let expected = serde_json::json!({"userName": "ann", "more": "1"});
        assert_eq!(told(query), expected);
    }

    /// Tokens and signatures that were sent in a way that proves nothing.
    #[test]
    fn what_signs_a_url_is_not_told_however_it_is_spelled() {
        let query = "Action=GetUser&UserName=ann&x-amz-security-token=secret&X-AMZ-Signature=secret&SecurityToken=secret&signature=secret";
        let expected =
            serde_json::json!({"userName": "ann", "securityToken": MASK, "signature": MASK});
        assert_eq!(told(query), expected);
    }
}
