//! Principals of trust policies and of an organization's resource policy: bound to unique ids when written, shown as ARNs while those live (spec G-23, G-24).

use crate::document::DocumentText;
use crate::import::Incoming;
use crate::quota::Quota;
use crate::state::State;
use crate::{AccountId, Error, arn};
use policy::{CompiledPolicy, Document, Kind};
use std::collections::BTreeMap;

/// Accepts a trust policy as AWS would, and binds its users and roles to their unique ids.
///
/// # Errors
/// AWS's `MalformedPolicyDocument` texts, among them `Invalid principal in policy` for who does not exist now (G-23), and the size quota.
pub(crate) fn accept(state: &State, text: &str, size: Quota) -> Result<DocumentText, Error> {
    accept_among(state, &Incoming::default(), text, size)
}

/// The same where users and roles that an import brings exist too.
///
/// # Errors
/// Those of [`accept`].
pub(crate) fn accept_among(
    state: &State,
    incoming: &Incoming,
    text: &str,
    size: Quota,
) -> Result<DocumentText, Error> {
    let document = policy::accept(text, Kind::Trust)?;
    let principals = bindings(state, incoming, &document).map_err(|unknown| {
        let text = format!("Invalid principal in policy: \"AWS\":\"{unknown}\"");
        Error::malformed_policy_document(text)
    })?;
    size.fits(document.size())?;
    Ok(DocumentText {
        text: text.to_owned(),
        principals,
    })
}

/// The unique ids of the users and roles among a document's principals, by what stands in the document (G-24).
///
/// # Errors
/// The first principal that does not exist now (G-23).
pub(crate) fn bindings(
    state: &State,
    incoming: &Incoming,
    document: &Document,
) -> Result<BTreeMap<String, String>, String> {
    let mut bindings = BTreeMap::new();
    for principal in document.aws_principals() {
        match resolve(state, incoming, principal.value) {
            Resolved::Unbound => {}
            Resolved::Bound(id) => {
                bindings.insert(principal.value.to_owned(), id);
            }
            Resolved::Unknown => return Err(principal.value.to_owned()),
        }
    }
    Ok(bindings)
}

enum Resolved {
    /// Stays as it is: `*`, accounts, sessions.
    Unbound,
    /// A user or role that exists, by unique id.
    Bound(String),
    Unknown,
}

fn resolve(state: &State, incoming: &Incoming, value: &str) -> Resolved {
    if value == "*" {
        return Resolved::Unbound;
    }
    let account = value
        .strip_prefix("arn:aws:iam::")
        .and_then(|rest| rest.strip_suffix(":root"))
        .unwrap_or(value);
    if account.parse::<AccountId>().is_ok() {
        // Any account: whether one exists elsewhere cannot be known, and one that exists nowhere can send nothing.
        return Resolved::Unbound;
    }
    if value.starts_with("AIDA") || value.starts_with("AROA") {
        return match id_owner(state, value) {
            Some(_) => Resolved::Bound(value.to_owned()),
            None if incoming.keeps_ids_of_nobody() => Resolved::Bound(value.to_owned()),
            None => Resolved::Unknown,
        };
    }
    if let Some(rest) = value.strip_prefix("arn:aws:sts::") {
        return session(state, incoming, rest);
    }
    match incoming.id(value).cloned().or_else(|| entity(state, value)) {
        Some(id) => Resolved::Bound(id),
        None if keeps_absent(state, incoming, value) => Resolved::Unbound,
        None => Resolved::Unknown,
    }
}

/// `A:assumed-role/Name/session` or `A:federated-user/name`: kept as text (§1.3).
fn session(state: &State, incoming: &Incoming, rest: &str) -> Resolved {
    let Some((account, resource)) = rest.split_once(':') else {
        return Resolved::Unknown;
    };
    let Ok(id) = account.parse::<AccountId>() else {
        return Resolved::Unknown;
    };
    let account = state.account(id);
    let absent = account.is_none() && incoming.keeps_absent_of(id);
    let mut parts = resource.split('/');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some("assumed-role"), Some(role), Some(session), None) if !session.contains('*') => {
            let here = account.is_some_and(|account| account.role(role).is_some());
            match here || absent || incoming.has_role(id, role) {
                true => Resolved::Unbound,
                false => Resolved::Unknown,
            }
        }
        (Some("federated-user"), Some(name), None, None)
            if !name.contains('*') && (account.is_some() || incoming.has_account(id) || absent) =>
        {
            Resolved::Unbound
        }
        _ => Resolved::Unknown,
    }
}

/// Whether this is a user or role of an account that is not here, where such may stay as they are written.
fn keeps_absent(state: &State, incoming: &Incoming, value: &str) -> bool {
    let parsed = arn::parse_iam(value).filter(|arn| matches!(arn.kind, "user" | "role"));
    let account: Option<AccountId> = parsed.and_then(|arn| arn.account.parse().ok());
    account.is_some_and(|id| state.account(id).is_none() && incoming.keeps_absent_of(id))
}

/// A user or role by ARN; names are compared with their case (G-20).
fn entity(state: &State, value: &str) -> Option<String> {
    let parsed = arn::parse_iam(value)?;
    let account = state.account(parsed.account.parse().ok()?)?;
    match parsed.kind {
        "user" => account
            .user(parsed.name)
            .filter(|user| user.arn(account.id) == value)
            .map(|user| user.id.to_string()),
        "role" => account
            .role(parsed.name)
            .filter(|role| role.arn(account.id) == value)
            .map(|role| role.id.to_string()),
        _ => None,
    }
}

/// The ARN that a unique id has today.
fn id_owner(state: &State, id: &str) -> Option<String> {
    state.account_of_unique_id(id)?.arn_of_id(id)
}

/// The document as it is read back: byte for byte, except that principals whose user or role is gone show their unique
/// id, and those that were renamed their ARN of today (G-24).
pub(crate) fn shown(state: &State, text: &str, bindings: &BTreeMap<String, String>) -> String {
    let mut text = text.to_owned();
    if bindings
        .iter()
        .all(|(arn, id)| id_owner(state, id).as_ref() == Some(arn))
    {
        return text;
    }
    if let Ok(document) = Document::parse(&text) {
        text = renamed(&document, |value| {
            let id = bindings.get(value)?;
            Some(id_owner(state, id).unwrap_or_else(|| id.clone()))
        });
    }
    text
}

/// A resource's policy in which whoever exists is named by its ARN of today, and nobody by a unique id; `None` if that is the policy as it
/// is. `bound`: the unique ids that its principals are bound to, where they are.
pub(crate) fn by_name(
    state: &State,
    policy: &CompiledPolicy,
    bound: Option<&BTreeMap<String, String>>,
) -> Option<CompiledPolicy> {
    let nobody = BTreeMap::new();
    let bindings = bound.unwrap_or(&nobody);
    let document = Document::parse(policy.text()).ok()?;
    let text = renamed(&document, |value| {
        let id = bindings.get(value).map_or(value, String::as_str);
        match id_owner(state, id) {
            Some(arn) => Some(arn),
            None => (id != value).then(|| id.to_owned()),
        }
    });
    if text == policy.text() {
        return None;
    }
    let document = Document::parse(&text).ok()?;
    Some(policy::compile(&document, policy.kind(), &nobody))
}

/// The text of a document with principals by other names.
fn renamed(document: &Document, now: impl Fn(&str) -> Option<String>) -> String {
    let mut text = document.text().to_owned();
    let mut changes: Vec<(std::ops::Range<usize>, String)> = document
        .aws_principals()
        .filter_map(|principal| {
            let now = now(principal.value)?;
            (now != principal.value).then(|| (principal.start..principal.end, format!("\"{now}\"")))
        })
        .collect();
    changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    for (range, now) in changes {
        text.replace_range(range, &now);
    }
    text
}
