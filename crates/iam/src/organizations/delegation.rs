//! The resource-based policy of an organization.

use policy::{CompiledPolicy, Document, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The text of the policy, and what decisions need of it.
#[derive(Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub(crate) struct Delegation {
    pub text: String,
    compiled: CompiledPolicy,
}

impl Clone for Delegation {
    fn clone(&self) -> Delegation {
        Delegation::new(&self.text)
    }
}

impl From<String> for Delegation {
    fn from(text: String) -> Delegation {
        Delegation::new(&text)
    }
}

impl From<Delegation> for String {
    fn from(delegation: Delegation) -> String {
        delegation.text
    }
}

impl Delegation {
    pub(crate) fn new(text: &str) -> Delegation {
        Delegation {
            text: text.to_owned(),
            compiled: compile(text),
        }
    }

    pub(crate) fn compiled(&self) -> &CompiledPolicy {
        &self.compiled
    }
}

/// A stored policy that no longer parses denies (spec E-21).
fn compile(text: &str) -> CompiledPolicy {
    const DENY_ALL: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}"#;
    let document = Document::parse(text)
        .unwrap_or_else(|_| Document::parse(DENY_ALL).expect("the document is a constant"));
    policy::compile(&document, Kind::Resource, &BTreeMap::new())
}

/// What the organization grants an account that administers a service for it: to read. Organizations' own grant counts as the
/// resource's side (spec E-11); the caller's policies must allow all the same.
pub(crate) static ADMINISTRATORS_READ: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    compile(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["organizations:Describe*","organizations:List*"],"Resource":"*"}]}"#,
    )
});

/// What Organizations grants both parties of a handshake.
pub(crate) static PARTIES_ANSWER: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    compile(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"organizations:*Handshake","Resource":"*"}]}"#,
    )
});
