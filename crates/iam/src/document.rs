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

/// A [`DocumentText`] that is lent.
#[derive(Serialize)]
struct LentText<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    principals: &'a BTreeMap<String, String>,
}

/// A document in the state, parsed and compiled once. In a checkpoint it is its [`DocumentText`].
pub(crate) struct Stored<const TRUST: bool> {
    principals: BTreeMap<String, String>,
    size: usize,
    compiled: CompiledPolicy,
    /// The text as it was sent, where it no longer parses: what was compiled is another.
    unreadable: Option<String>,
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
        let DocumentText { text, principals } = source;
        let (document, unreadable) = match Document::parse(&text) {
            Ok(document) => (document, None),
            Err(_) => {
                let document = Document::parse(fallback);
                (document.expect("the fallback document parses"), Some(text))
            }
        };
        let compiled = policy::compile(&document, kind, &principals);
        Stored {
            size: document.size(),
            principals,
            compiled,
            unreadable,
        }
    }

    pub(crate) fn text(&self) -> &str {
        self.unreadable
            .as_deref()
            .unwrap_or_else(|| self.compiled.text())
    }

    /// Characters that count against size quotas (G-11).
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn principals(&self) -> &BTreeMap<String, String> {
        &self.principals
    }

    pub(crate) fn compiled(&self) -> &CompiledPolicy {
        &self.compiled
    }
}

impl<const TRUST: bool> Serialize for Stored<TRUST> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lent = LentText {
            text: self.text(),
            principals: &self.principals,
        };
        lent.serialize(serializer)
    }
}

impl<'de, const TRUST: bool> Deserialize<'de> for Stored<TRUST> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DocumentText::deserialize(deserializer).map(Stored::new)
    }
}
