//! A compiled statement, and whether it speaks of a request: the one value that decisions branch on and explanations print.

use serde::Serialize;

use crate::action::Actions;
use crate::condition::Clause;
use crate::facts::Facts;
use crate::principal::{Grant, Principals};
use crate::resource::{ResourceMatch, Resources};

/// What a statement does to the requests it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Effect {
    Allow,
    Deny,
}

/// One statement of a compiled policy.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sid: Option<Box<str>>,
    pub(crate) effect: Effect,
    pub(crate) principals: Principals,
    pub(crate) actions: Actions,
    pub(crate) resources: Resources,
    pub(crate) conditions: Box<[Clause]>,
}

/// Whether a statement speaks of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// It does, and names the caller so closely; in a policy of the caller always [`Grant::Exact`].
    Yes(Grant),
    No(Mismatch),
}

/// The first part of a statement that does not fit the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mismatch {
    Action,
    Resource,
    /// A pattern of `NotResource` that cannot be read (M-17).
    UnreadableResource,
    Principal,
    /// The condition of that index.
    Condition(usize),
}

impl Statement {
    /// Compares the statement with a request, the cheap parts first (spec 2.3).
    pub(crate) fn matches(&self, facts: &Facts) -> Match {
        let cx = facts.request.context;
        if !self.actions.matches(facts.service, facts.name, cx) {
            return Match::No(Mismatch::Action);
        }
        match self
            .resources
            .matches(facts.request.resource, facts.resource.as_ref(), cx)
        {
            ResourceMatch::Yes => {}
            ResourceMatch::No => return Match::No(Mismatch::Resource),
            ResourceMatch::Unreadable => return Match::No(Mismatch::UnreadableResource),
        }
        let Some(grant) =
            self.principals
                .grant(facts.request.principal, facts.bounded, self.effect)
        else {
            return Match::No(Mismatch::Principal);
        };
        match self
            .conditions
            .iter()
            .position(|clause| !clause.holds(cx, self.effect))
        {
            Some(index) => Match::No(Mismatch::Condition(index)),
            None => Match::Yes(grant),
        }
    }
}
