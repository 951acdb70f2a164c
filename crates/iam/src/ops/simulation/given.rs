//! Policies that take part in a simulation: given as text, or held by an entity.

use crate::Error;
use crate::document::StoredPolicy;
use crate::ops::held::HeldPolicy;
use crate::ops::holder;
use policy::{CompiledPolicy, Document, Kind};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One policy of a simulation.
pub(super) struct GivenPolicy<'a> {
    /// What results call it: `SourcePolicyId`.
    pub id: String,
    /// `None` for one that is held and not to be found: it allows nothing.
    pub compiled: Option<Cow<'a, CompiledPolicy>>,
}

impl<'a> GivenPolicy<'a> {
    /// A policy that the call gives as text, accepted as one that AWS would store.
    ///
    /// # Errors
    /// `InvalidInput` with AWS's words about the document.
    pub(super) fn written(id: String, text: &str, kind: Kind) -> Result<GivenPolicy<'a>, Error> {
        Ok(GivenPolicy::compiled(id, &accepted(text, kind)?, kind))
    }

    /// A document that was accepted.
    pub(super) fn compiled(id: String, document: &Document, kind: Kind) -> GivenPolicy<'a> {
        let compiled = policy::compile(document, kind, &BTreeMap::new());
        GivenPolicy {
            id,
            compiled: Some(Cow::Owned(compiled)),
        }
    }

    /// Every policy of a list parameter: `NAME.1`, `NAME.2`, …
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(super) fn list(
        name: &str,
        texts: &[String],
        kind: Kind,
    ) -> Result<Vec<GivenPolicy<'a>>, Error> {
        let numbered = texts.iter().zip(1..);
        numbered
            .map(|(text, number)| GivenPolicy::written(format!("{name}.{number}"), text, kind))
            .collect()
    }

    /// The boundary that a call gives, one at most.
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(super) fn boundary(texts: &[String]) -> Result<Option<GivenPolicy<'a>>, Error> {
        let list = GivenPolicy::list("PermissionsBoundaryPolicyInputList", texts, Kind::Boundary)?;
        if list.len() > 1 {
            return Err(Error::invalid_input(
                "PermissionsBoundaryPolicyInputList can have one policy at most.",
            ));
        }
        Ok(list.into_iter().next())
    }

    /// A policy that an entity holds. Inline policies are named after their owner too (Z-5, U34).
    pub(super) fn held(policy: &HeldPolicy<'a>) -> GivenPolicy<'a> {
        let id = match policy.arn {
            Some(_) => policy.name.to_owned(),
            None => format!(
                "{}_{}_{}",
                holder::word(&policy.owner),
                holder::name(&policy.owner),
                policy.name
            ),
        };
        GivenPolicy::stored(id, policy.document)
    }

    /// A stored policy under this id.
    pub(super) fn stored(id: String, document: Option<&'a StoredPolicy>) -> GivenPolicy<'a> {
        GivenPolicy {
            id,
            compiled: document.map(|document| Cow::Borrowed(document.compiled())),
        }
    }
}

/// Reads a document that a call gives.
///
/// # Errors
/// `InvalidInput` with AWS's words about the document.
pub(super) fn accepted(text: &str, kind: Kind) -> Result<Document, Error> {
    policy::accept(text, kind).map_err(|refusal| Error::invalid_input(refusal.message))
}
