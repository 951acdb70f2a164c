//! The resource-based policy of an organization.

use crate::document::DocumentText;
use policy::{CompiledPolicy, Document, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The document of the policy, and what decisions need of it.
#[derive(Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub(crate) struct Delegation {
    pub document: DocumentText,
    compiled: CompiledPolicy,
}

/// As a checkpoint has it: the text alone where no principal is bound.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Text(String),
    Document(DocumentText),
}

impl Clone for Delegation {
    fn clone(&self) -> Delegation {
        Delegation::new(self.document.clone())
    }
}

impl From<Kept> for Delegation {
    fn from(kept: Kept) -> Delegation {
        Delegation::new(match kept {
            Kept::Text(text) => DocumentText::new(&text),
            Kept::Document(document) => document,
        })
    }
}

impl From<Delegation> for Kept {
    fn from(delegation: Delegation) -> Kept {
        let document = delegation.document;
        if document.principals.is_empty() {
            Kept::Text(document.text)
        } else {
            Kept::Document(document)
        }
    }
}

impl Delegation {
    pub(crate) fn new(document: DocumentText) -> Delegation {
        Delegation {
            compiled: compile(&document.text, &document.principals),
            document,
        }
    }

    pub(crate) fn compiled(&self) -> &CompiledPolicy {
        &self.compiled
    }
}

/// A stored policy that no longer parses denies (spec E-21).
fn compile(text: &str, bindings: &BTreeMap<String, String>) -> CompiledPolicy {
    const DENY_ALL: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}"#;
    let document = Document::parse(text)
        .unwrap_or_else(|_| Document::parse(DENY_ALL).expect("the document is a constant"));
    policy::compile(&document, Kind::Resource, bindings)
}

/// What the organization grants an account that administers a service for it: to read. Organizations' own grant counts as the
/// resource's side (spec E-11); the caller's policies must allow all the same.
pub(crate) static ADMINISTRATORS_READ: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    fixed(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["organizations:Describe*","organizations:List*"],"Resource":"*"}]}"#,
    )
});

/// What Organizations grants both parties of a handshake.
pub(crate) static PARTIES_ANSWER: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    fixed(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"organizations:*Handshake","Resource":"*"}]}"#,
    )
});

/// What Organizations grants every member: to learn which settings bind it.
pub(crate) static MEMBERS_ASK: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    fixed(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"organizations:DescribeEffectivePolicy","Resource":"*"}]}"#,
    )
});

/// What those who see to the roots of an organization are granted: to become them, as far as their own policies let (S-63).
pub(crate) static ADMINISTRATORS_ASSUME_ROOT: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    fixed(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRoot","Resource":"*"}]}"#,
    )
});

fn fixed(text: &str) -> CompiledPolicy {
    compile(text, &BTreeMap::new())
}
