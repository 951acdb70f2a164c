//! The policies in force for a request, layer by layer, and the decision they lead to.

use serde::Serialize;

use crate::compile::CompiledPolicy;

/// One policy in force, with the names that explanations and messages use for it.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// The friendly name.
    pub name: &'a str,
    /// The ARN; inline policies have none.
    pub arn: Option<&'a str>,
    /// What it says.
    pub compiled: &'a CompiledPolicy,
}

/// Every policy that takes part in one decision (spec 6.1). The default: nothing is in force.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layers<'a> {
    /// Inline and attached policies of the caller and of its groups: a union.
    pub identity: &'a [Policy<'a>],
    /// The permissions boundary, if one is attached.
    pub boundary: Option<Policy<'a>>,
    /// The session policies passed when the session was made: a union; `None` if none were passed.
    pub session: Option<&'a [Policy<'a>]>,
    /// The policy of the resource: bucket policy, key policy, role trust policy.
    pub resource: Option<Policy<'a>>,
    /// The service control policies of the caller's account, one list a level from the root down; each level must allow.
    pub scp: Option<&'a [&'a [Policy<'a>]]>,
    /// The resource control policies of the owner's account, one list a level; `RCPFullAWSAccess` is implied.
    pub rcp: Option<&'a [&'a [Policy<'a>]]>,
    /// The policies of the VPC endpoint that the request came through.
    pub endpoint: Option<&'a [Policy<'a>]>,
}

/// What was decided, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Allowed or not, and how.
    pub effect: Effect,
    /// The layer that decided (E-20).
    pub layer: Layer,
    /// The deciding statement; `None` where the absence of one decided, or a hard-coded rule.
    pub by: Option<By>,
}

impl Decision {
    /// True if the request may go on.
    pub fn allowed(&self) -> bool {
        self.effect == Effect::Allow
    }
}

/// A statement of the [`Layers`] of a decision, by its place in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct By {
    /// The level of an SCP or RCP, from the organization's root; 0 in the other layers.
    pub level: usize,
    /// The policy in its level or list; 0 where a layer holds one.
    pub policy: usize,
    /// The statement in the policy.
    pub statement: usize,
}

/// The three possible outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// Granted by every layer that must.
    Allow,
    /// Denied by a matching `Deny` statement.
    ExplicitDeny,
    /// Denied because a layer grants nothing, or by a hard-coded rule.
    ImplicitDeny,
}

/// The kinds of policies, and `Service` for what AWS decides without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Layer {
    /// Policies of the caller.
    Identity,
    /// The caller's permissions boundary.
    Boundary,
    /// Session policies.
    Session,
    /// The policy of the resource, role trust included.
    Resource,
    /// Service control policies.
    Scp,
    /// Resource control policies.
    Rcp,
    /// VPC endpoint policies.
    Endpoint,
    /// Hard-coded rules, session restrictions, and the root user's default.
    Service,
}
