//! What a record is answered with.

use std::fmt;

use serde::Serialize;
use smol_str::SmolStr;

use crate::layers::{Effect, Layer};

/// The decision on one record, as scripts read it: serializes with all members, null where there is nothing to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The record's id.
    pub id: Option<SmolStr>,
    /// Allowed or not, and how.
    pub decision: Effect,
    /// The decisive layer (E-20).
    pub layer: Layer,
    /// The name of the deciding policy; none where a missing statement or a hard-coded rule decided.
    pub policy: Option<SmolStr>,
    /// The deciding statement.
    pub statement: Option<StatementPlace>,
    /// For denials, what AWS tells the caller (spec 10).
    pub message: Option<String>,
}

/// A statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementPlace {
    /// Its place in the document, from 0.
    pub index: usize,
    /// Its `Sid`, if it has one.
    pub sid: Option<SmolStr>,
}

impl fmt::Display for StatementPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sid {
            Some(sid) => write!(f, "statement {} (`{sid}`)", self.index),
            None => write!(f, "statement {}", self.index),
        }
    }
}

/// One line: decision, layer, and the policy and statement that decided.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (decision, layer) = (effect_name(self.decision), layer_name(self.layer));
        write!(f, "{decision} by {layer}")?;
        if let Some(policy) = &self.policy {
            write!(f, " policy `{policy}`")?;
        }
        if let Some(statement) = &self.statement {
            write!(f, ", {statement}")?;
        }
        Ok(())
    }
}

/// Every decision by the name that records and answers use.
pub(super) const EFFECTS: &[(&str, Effect)] = &[
    ("allow", Effect::Allow),
    ("explicitDeny", Effect::ExplicitDeny),
    ("implicitDeny", Effect::ImplicitDeny),
];

/// Every layer by the name that records and answers use.
pub(super) const LAYERS: &[(&str, Layer)] = &[
    ("identity", Layer::Identity),
    ("boundary", Layer::Boundary),
    ("session", Layer::Session),
    ("resource", Layer::Resource),
    ("scp", Layer::Scp),
    ("rcp", Layer::Rcp),
    ("endpoint", Layer::Endpoint),
    ("service", Layer::Service),
];

pub(super) fn effect_name(effect: Effect) -> &'static str {
    name_of(EFFECTS, effect)
}

pub(super) fn layer_name(layer: Layer) -> &'static str {
    name_of(LAYERS, layer)
}

fn name_of<T: Copy + PartialEq>(table: &[(&'static str, T)], wanted: T) -> &'static str {
    table
        .iter()
        .find(|(_, value)| *value == wanted)
        .map(|(name, _)| *name)
        .expect("the tables hold every variant: a test compares them with serde's names")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_hold_every_variant_by_the_name_it_serializes_to() {
        // Closed sets: a new variant breaks these matches, and with them reminds of the tables.
        let layers = |layer: Layer| match layer {
            Layer::Identity
            | Layer::Boundary
            | Layer::Session
            | Layer::Resource
            | Layer::Scp
            | Layer::Rcp
            | Layer::Endpoint
            | Layer::Service => 8,
        };
        let effects = |effect: Effect| match effect {
            Effect::Allow | Effect::ExplicitDeny | Effect::ImplicitDeny => 3,
        };
        assert_eq!(LAYERS.len(), layers(Layer::Identity));
        assert_eq!(EFFECTS.len(), effects(Effect::Allow));
        for (name, layer) in LAYERS {
            assert_eq!(serde_json::json!(layer), serde_json::json!(name));
        }
        for (name, effect) in EFFECTS {
            assert_eq!(serde_json::json!(effect), serde_json::json!(name));
        }
    }
}
