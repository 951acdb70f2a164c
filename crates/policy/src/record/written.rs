//! Records of questions that were put elsewhere: one line of JSON, which is read as the same question.

use std::fmt::Write as _;

use super::answer::{effect_name, layer_name};
use crate::arn;
use crate::context::{Context, Value};
use crate::facts::Facts;
use crate::layers::{Decision, Layers, Policy};
use crate::message::denying;
use crate::request::{Principal, PrincipalKind, Request, SessionKind};

/// Stands in a layer that is in force and holds no policy: an empty list would say that the layer is not.
const NOTHING: &str = r#"[{"name":"nothing","document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"*","Resource":"*"}]}}]"#;

/// Writes a question and the decision on it as a record of one line, without the line's end, that expects this decision.
///
/// Read by [`DecisionRecord::parse`](super::DecisionRecord::parse) it is the same question, as long as it does not hang on unique
/// ids, which records do not hold: a policy of a resource that names one should be given as it is shown, by ARN.
///
/// ```
/// use policy::record::{self, DecisionRecord};
///
/// let line = r#"{"principal":{"arn":"arn:aws:iam::111111111111:user/ana"},"action":"s3:GetObject","resource":{"arn":"arn:aws:s3:::b/k"}}"#;
/// let again = DecisionRecord::parse(line)?.ask(|request, layers| {
///     let decision = policy::evaluate(request, layers);
///     record::write("again", request, layers, &decision)
/// });
/// assert!(again.starts_with(r#"{"id":"again","principal":{"arn":"arn:aws:iam::111111111111:user/ana"},"action":"s3:GetObject""#));
/// assert!(again.ends_with(r#""expect":{"decision":"implicitDeny","layer":"identity","policy":null,"statement":null}}"#));
/// let read = DecisionRecord::parse(&again)?;
/// assert!(read.expectation().unwrap().misses(&read.answer()).is_empty());
/// # Ok::<(), record::Malformed>(())
/// ```
#[must_use]
pub fn write(id: &str, request: &Request, layers: &Layers, decision: &Decision) -> String {
    let facts = Facts::new(request, layers);
    let mut record = String::from("{");
    member(&mut record, "id", &quoted(id));
    member(&mut record, "principal", &principal(request.principal));
    member(&mut record, "action", &quoted(request.action));
    member(&mut record, "resource", &resource(request));
    member(&mut record, "context", &context(request.context));
    member(&mut record, "policies", &policies(layers));
    member(
        &mut record,
        "expect",
        &expectation(&facts, layers, decision),
    );
    closed(record, '}')
}

fn principal(principal: &Principal) -> String {
    let mut object = String::from("{");
    match &principal.kind {
        PrincipalKind::Root => {
            let (partition, account) = (&principal.partition, &principal.account);
            let arn = format!("arn:{partition}:iam::{account}:root");
            member(&mut object, "arn", &quoted(&arn));
        }
        PrincipalKind::User { .. } => member(&mut object, "arn", &quoted(&principal.arn)),
        PrincipalKind::RoleSession {
            role_arn,
            service_linked,
            ..
        } => {
            member(&mut object, "arn", &quoted(&principal.arn));
            member(&mut object, "role", &quoted(role_arn));
            if *service_linked {
                member(&mut object, "serviceLinkedRole", "true");
            }
        }
        PrincipalKind::FederatedUser { issuer_arn, .. } => {
            member(&mut object, "arn", &quoted(&principal.arn));
            // A root user who issued is named by its account, as its other users are.
            if let Some(issuer) = issuer_arn.as_ref().filter(|arn| arn.contains(":user/")) {
                member(&mut object, "issuer", &quoted(issuer));
            }
        }
        PrincipalKind::Service { name } => member(&mut object, "service", &quoted(name)),
        PrincipalKind::Anonymous => member(&mut object, "anonymous", "true"),
        PrincipalKind::Federated { provider } => {
            member(&mut object, "federated", &quoted(provider));
        }
    }
    match principal.session {
        Some(SessionKind::GetSessionToken) => member(&mut object, "session", "\"getSessionToken\""),
        Some(SessionKind::AssumeRoot) => member(&mut object, "session", "\"assumeRoot\""),
        Some(SessionKind::Delegated) => member(&mut object, "session", "\"delegated\""),
        None => {}
    }
    if principal.management_account {
        member(&mut object, "managementAccount", "true");
    }
    closed(object, '}')
}

/// The owner is given where the ARN does not say it (M-19).
fn resource(request: &Request) -> String {
    let mut object = String::from("{");
    member(&mut object, "arn", &quoted(request.resource));
    let says_owner = arn::split(request.resource).is_some_and(|parts| arn::is_account_id(parts[4]));
    if !says_owner && arn::is_account_id(request.resource_account) {
        member(&mut object, "account", &quoted(request.resource_account));
    }
    closed(object, '}')
}

fn context(cx: &Context) -> String {
    let mut object = String::from("{");
    for (key, value) in cx.iter() {
        let value = match value {
            Value::Single(value) => quoted(value),
            Value::Multi(values) => list(values.iter().map(|value| quoted(value))),
        };
        member(&mut object, key, &value);
    }
    closed(object, '}')
}

fn policies(layers: &Layers) -> String {
    let mut object = String::from("{");
    if !layers.identity.is_empty() {
        member(&mut object, "identity", &named(layers.identity));
    }
    if let Some(boundary) = &layers.boundary {
        member(&mut object, "boundary", &policy(boundary));
    }
    if let Some(session) = layers.session {
        member(&mut object, "session", &in_force(session));
    }
    if let Some(resource) = &layers.resource {
        member(&mut object, "resource", &policy(resource));
    }
    let levels = |levels: &[&[Policy]]| list(levels.iter().map(|level| named(level)));
    if let Some(scp) = layers.scp {
        member(&mut object, "scp", &levels(scp));
    }
    if let Some(rcp) = layers.rcp {
        member(&mut object, "rcp", &levels(rcp));
    }
    if let Some(endpoint) = layers.endpoint {
        member(&mut object, "endpoint", &in_force(endpoint));
    }
    closed(object, '}')
}

fn in_force(policies: &[Policy]) -> String {
    if policies.is_empty() {
        NOTHING.to_owned()
    } else {
        named(policies)
    }
}

fn named(policies: &[Policy]) -> String {
    list(policies.iter().map(policy))
}

/// A managed policy is named by its ARN (D-6). A document of one line stands as it is, any other as a string that holds it.
fn policy(policy: &Policy) -> String {
    let text = policy.compiled.text();
    let mut object = String::from("{");
    member(&mut object, "name", &quoted(name(policy)));
    if text.contains(char::is_control) {
        member(&mut object, "document", &quoted(text));
    } else {
        member(&mut object, "document", text.trim());
    }
    closed(object, '}')
}

fn name<'a>(policy: &Policy<'a>) -> &'a str {
    policy.arn.unwrap_or(policy.name)
}

fn expectation(facts: &Facts, layers: &Layers, decision: &Decision) -> String {
    let deciding = denying(facts, layers, decision);
    let mut object = String::from("{");
    member(
        &mut object,
        "decision",
        &quoted(effect_name(decision.effect)),
    );
    member(&mut object, "layer", &quoted(layer_name(decision.layer)));
    let policy = deciding.as_ref().map(|policy| quoted(name(policy)));
    member(&mut object, "policy", &or_null(policy));
    let statement = decision.by.map(|by| {
        let sid = deciding.and_then(|policy| policy.compiled.sid(by.statement).map(quoted));
        format!("{{\"index\":{},\"sid\":{}}}", by.statement, or_null(sid))
    });
    member(&mut object, "statement", &or_null(statement));
    closed(object, '}')
}

fn or_null(value: Option<String>) -> String {
    value.unwrap_or_else(|| "null".to_owned())
}

/// Adds a member to an object whose brace is open.
fn member(object: &mut String, key: &str, value: &str) {
    if !object.ends_with('{') {
        object.push(',');
    }
    object.push_str(&quoted(key));
    object.push(':');
    object.push_str(value);
}

fn list(elements: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    for (index, element) in elements.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&element);
    }
    closed(text, ']')
}

fn closed(mut text: String, bracket: char) -> String {
    text.push(bracket);
    text
}

/// A JSON string. Control characters are escaped, of all of Unicode: a line stays one.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            '\u{2028}' | '\u{2029}' => push_escaped(&mut quoted, letter),
            letter if letter.is_control() => push_escaped(&mut quoted, letter),
            letter => quoted.push(letter),
        }
    }
    closed(quoted, '"')
}

/// `\u000a`; what is escaped here is of the basic plane.
fn push_escaped(quoted: &mut String, letter: char) {
    write!(quoted, "\\u{:04x}", u32::from(letter)).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_as_serde_reads_them() {
        for text in ["", "a", "\"\\/", "\n\r\t\u{0}\u{7f}\u{85}\u{2028}", "ü😀"] {
            let read: String = serde_json::from_str(&quoted(text)).unwrap();
            assert_eq!(read, text);
            assert!(!quoted(text).contains(char::is_control));
        }
    }
}
