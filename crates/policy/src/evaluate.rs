//! The decision.

use crate::layers::{Decision, Effect, Layer, Layers};
use crate::request::Request;

/// Decides one request against the policies that apply to it. Never fails, allocates nothing.
pub fn evaluate(_request: &Request, _layers: &Layers) -> Decision {
    Decision {
        effect: Effect::ImplicitDeny,
        layer: Layer::Identity,
        by: None,
    }
}
