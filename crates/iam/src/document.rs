//! Policy documents as the state keeps them: the text as sent, and what evaluation needs of it.

use policy::{CompiledPolicy, Document, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stands in for a stored document that no longer parses, so that what cannot be read denies (spec E-21).
const DENY_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
/// The same for trust policies.
const DENY_ALL_TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:*"}]}"#;

/// A policy document in an event: the text byte for byte, and the unique ids that its principals had when it was written (G-24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// The document as it was sent.
    pub text: String,
    /// User and role ARNs among its principals, and the unique ids they stood for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub principals: BTreeMap<String, String>,
}

impl DocumentText {
    /// A document without principals.
    pub(crate) fn new(text: &str) -> DocumentText {
        DocumentText {
            text: text.to_owned(),
            principals: BTreeMap::new(),
        }
    }
}

/// A document in the state, parsed and compiled once. In a checkpoint it is its [`DocumentText`].
pub(crate) struct Stored<const TRUST: bool> {
    source: DocumentText,
    size: usize,
    compiled: CompiledPolicy,
}

/// A permissions policy.
pub(crate) type StoredPolicy = Stored<false>;
/// A role's trust policy.
pub(crate) type StoredTrust = Stored<true>;

impl<const TRUST: bool> Stored<TRUST> {
    pub(crate) fn new(source: DocumentText) -> Self {
        let (kind, fallback) = if TRUST {
            (Kind::Trust, DENY_ALL_TRUST)
        } else {
            (Kind::Identity, DENY_ALL)
        };
        let document = Document::parse(&source.text)
            .unwrap_or_else(|_| Document::parse(fallback).expect("the fallback document parses"));
        let compiled = policy::compile(&document, kind, &source.principals);
        Stored {
            size: document.size(),
            source,
            compiled,
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.source.text
    }

    /// Characters that count against size quotas (G-11).
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn principals(&self) -> &BTreeMap<String, String> {
        &self.source.principals
    }

    pub(crate) fn compiled(&self) -> &CompiledPolicy {
        &self.compiled
    }
}

impl<const TRUST: bool> Serialize for Stored<TRUST> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.source.serialize(serializer)
    }
}

impl<'de, const TRUST: bool> Deserialize<'de> for Stored<TRUST> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DocumentText::deserialize(deserializer).map(Stored::new)
    }
}
