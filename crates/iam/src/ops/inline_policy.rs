//! Inline policies of users, groups and roles: put, read, deleted, listed.

use super::holder::{self, Holder};
use crate::Error;
use crate::document::{DocumentText, StoredPolicy};
use crate::event::Event;
use crate::operation::{Cx, Outcome};
use crate::page::Page;
use crate::shapes::url_encoded;
use crate::state::{Entity, sorted_names};
use policy::Kind;
use serde::Serialize;

/// The names of a holder's inline policies.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyNames {
    policy_names: Vec<String>,
    is_truncated: bool,
    marker: Option<String>,
}

/// One inline policy and its holder's name.
#[derive(Debug)]
pub(crate) struct InlinePolicy {
    pub holder: String,
    pub name: String,
    /// URL-encoded (G-10).
    pub document: String,
}

/// Puts a policy, or replaces the one of that name; the same document again changes nothing.
///
/// # Errors
/// `NoSuchEntity` for the holder, `MalformedPolicyDocument`, `LimitExceeded` where all inline policies of the holder
/// together become too large (G-36).
pub(crate) fn put(
    cx: &Cx,
    entity: &Entity,
    policy_name: &str,
    document: &str,
) -> Result<Outcome<()>, Error> {
    let holder = Holder::to_change(cx.account(), entity)?;
    let accepted = policy::accept(document, Kind::Identity)?;
    let inline = &holder.attachments.inline;
    let others = inline
        .iter()
        .filter(|(name, _)| *name != policy_name)
        .map(|(_, policy)| policy.size())
        .sum::<usize>();
    let limit = holder::inline_quota(&cx.settings.quotas, entity).limit;
    if others + accepted.size() > limit {
        return Err(Error::limit_exceeded(format!(
            "Maximum policy size of {limit} bytes exceeded for {} {}",
            holder::word(entity),
            holder::name(&holder.entity)
        )));
    }
    if inline
        .get(policy_name)
        .is_some_and(|held| held.text() == document)
    {
        return Outcome::read(());
    }
    let event = Event::InlinePolicyPut {
        entity: holder.entity,
        policy: policy_name.to_owned(),
        document: DocumentText::new(document),
    };
    Outcome::event(event, ())
}

/// The policy as it was put.
///
/// # Errors
/// `NoSuchEntity` for the holder or the policy.
pub(crate) fn get(cx: &Cx, entity: &Entity, policy_name: &str) -> Result<InlinePolicy, Error> {
    let holder = Holder::of(cx.account(), entity)?;
    let document = url_encoded(find(&holder, policy_name)?.text());
    Ok(InlinePolicy {
        holder: holder::name(&holder.entity).to_owned(),
        name: policy_name.to_owned(),
        document,
    })
}

/// Deletes the policy.
///
/// # Errors
/// `NoSuchEntity` for the holder or the policy.
pub(crate) fn delete(cx: &Cx, entity: &Entity, policy_name: &str) -> Result<Outcome<()>, Error> {
    let holder = Holder::to_change(cx.account(), entity)?;
    find(&holder, policy_name)?;
    let event = Event::InlinePolicyDeleted {
        entity: holder.entity,
        policy: policy_name.to_owned(),
    };
    Outcome::event(event, ())
}

/// A page of the names of a holder's inline policies.
///
/// # Errors
/// `NoSuchEntity` for the holder, `ValidationError` for a marker that no list gave out.
pub(crate) fn list(cx: &Cx, entity: &Entity, page: Page) -> Result<Outcome<PolicyNames>, Error> {
    let holder = Holder::of(cx.account(), entity)?;
    let names = sorted_names(holder.attachments.inline.keys());
    let page = page.of(names.into_iter(), |name| {
        format!("{}\0{name}", name.to_ascii_lowercase())
    })?;
    Outcome::read(PolicyNames {
        policy_names: page.items.into_iter().map(str::to_owned).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

fn find<'a>(holder: &Holder<'a>, policy_name: &str) -> Result<&'a StoredPolicy, Error> {
    match holder.attachments.inline.get(policy_name) {
        Some(policy) => Ok(policy),
        None => Err(Error::no_such_entity(format!(
            "The {} policy with name {policy_name} cannot be found.",
            holder::word(&holder.entity)
        ))),
    }
}
