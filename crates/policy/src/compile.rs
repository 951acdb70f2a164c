//! A document with everything decided that does not depend on a request.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::accept::Kind;
use crate::document::Document;

/// A policy ready to decide with.
#[derive(Clone, Debug)]
pub struct CompiledPolicy {
    sids: Vec<Option<SmolStr>>,
}

impl CompiledPolicy {
    /// The `Sid` of a statement, if it has one.
    pub fn sid(&self, statement: usize) -> Option<&str> {
        self.sids.get(statement)?.as_deref()
    }
}

/// Compiles a document. `bindings` gives the unique ids that its principals' ARNs were bound to when it was stored (G-24).
pub fn compile(
    document: &Document,
    _kind: Kind,
    _bindings: &BTreeMap<String, String>,
) -> CompiledPolicy {
    let sid = |sid: &Option<crate::document::Text>| sid.as_ref().map(|sid| sid.value.clone());
    CompiledPolicy {
        sids: document
            .statements
            .iter()
            .map(|statement| sid(&statement.sid))
            .collect(),
    }
}
