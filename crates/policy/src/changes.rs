//! What would turn a denial into an allow. Every answer has been tried on the evaluator.

use std::borrow::Cow;
use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::accept::Kind;
use crate::compile::CompiledPolicy;
use crate::condition::{Clause, Test};
use crate::context::Context;
use crate::evaluate::evaluate;
use crate::explanation::Change;
use crate::facts::Facts;
use crate::layers::{By, Decision, Effect, Layer, Layers, Policy};
use crate::message::denying;
use crate::request::Request;
use crate::statement::{Match, Mismatch};

/// How many different contexts are tried for one denial.
const CONTEXTS_TRIED_MAX: usize = 64;

/// Sets of changes, each of which leads to an allow: single context keys first, then the fewest changes of policies.
pub(crate) fn changes(request: &Request, layers: &Layers, decision: &Decision) -> Vec<Vec<Change>> {
    if decision.layer == Layer::Service {
        return Vec::new();
    }
    let mut sets = context_changes(request, layers, decision);
    let through_caller = policy_changes(request, layers, &[]);
    let through_resource = policy_changes(request, layers, &[Layer::Resource]);
    let smallest = match (through_caller, through_resource) {
        (Some(caller), Some(resource)) if resource.len() < caller.len() => Some(resource),
        (Some(caller), _) => Some(caller),
        (None, resource) => resource,
    };
    sets.extend(smallest);
    sets
}

/// Single keys that would have flipped the conditions in the way.
fn context_changes(request: &Request, layers: &Layers, decision: &Decision) -> Vec<Vec<Change>> {
    let facts = Facts::new(request, layers);
    let clauses = clauses_in_the_way(&facts, layers, decision);
    let candidates = clauses.into_iter().flat_map(|clause| {
        let values = candidate_values(clause).into_iter().map(Some).chain([None]);
        values.map(move |value| (clause, value))
    });
    let mut sets = Vec::new();
    for (clause, value) in candidates.take(CONTEXTS_TRIED_MAX) {
        let cx = context_with(request.context, clause, value.as_deref());
        let changed = Request {
            context: &cx,
            ..*request
        };
        let set = vec![Change::Context {
            key: clause.key.to_string(),
            value,
        }];
        if !sets.contains(&set) && evaluate(&changed, layers).allowed() {
            sets.push(set);
        }
    }
    sets
}

/// The conditions of the statement that denies, or the first unfulfilled ones of the `Allow`s that are missing.
fn clauses_in_the_way<'a>(
    facts: &Facts,
    layers: &Layers<'a>,
    decision: &Decision,
) -> Vec<&'a Clause> {
    if let (Some(by), Some(policy)) = (decision.by, denying(facts, layers, decision)) {
        return policy.compiled.statements()[by.statement]
            .conditions
            .iter()
            .collect();
    }
    let policies: Vec<Policy<'a>> = match decision.layer {
        Layer::Identity => layers.identity.to_vec(),
        Layer::Boundary => layers.boundary.into_iter().collect(),
        Layer::Session => layers.session.unwrap_or_default().to_vec(),
        Layer::Resource => layers.resource.into_iter().collect(),
        Layer::Scp => layers.scp.unwrap_or_default().concat(),
        Layer::Rcp => layers.rcp.unwrap_or_default().concat(),
        Layer::Endpoint => layers.endpoint.unwrap_or_default().to_vec(),
        Layer::Service => Vec::new(),
    };
    let statements = policies
        .iter()
        .flat_map(|policy| policy.compiled.statements());
    statements
        .filter_map(|statement| match statement.matches(facts) {
            Match::No(Mismatch::Condition(index)) => Some(&statement.conditions[index]),
            _ => None,
        })
        .collect()
}

/// Values that may fulfil the condition or fail it.
fn candidate_values(clause: &Clause) -> Vec<String> {
    let literal = clause
        .values
        .iter()
        .filter(|value| !value.contains("${"))
        .map(|value| value.replace(['*', '?'], ""));
    let more: &[&str] = match clause.operator.test {
        Test::Numeric(_) => &["0", "1000000000000"],
        Test::Date(_) => &["1970-01-01T00:00:00Z", "9999-12-31T00:00:00Z"],
        Test::Bool => &["true", "false"],
        Test::IpAddress | Test::ArnLike | Test::BinaryEquals | Test::Null => &[],
        Test::StringEquals | Test::StringEqualsIgnoreCase | Test::StringLike => &[],
    };
    let address = |value: String| match (clause.operator.test, value.split_once('/')) {
        (Test::IpAddress, Some((address, _))) => address.to_owned(),
        _ => value,
    };
    literal
        .map(address)
        .chain(more.iter().map(ToString::to_string))
        .collect()
}

fn context_with(cx: &Context, clause: &Clause, value: Option<&str>) -> Context {
    let mut cx = cx.clone();
    match (value, clause.operator.set) {
        (None, _) => drop(cx.remove(&clause.key)),
        (Some(value), None) => cx.insert(&clause.key, value),
        (Some(value), Some(_)) => cx.insert_many(&clause.key, [SmolStr::new(value)]),
    }
    cx
}

/// Removes one obstacle after the other until the request is allowed; `given` are layers that allow from the start.
fn policy_changes(request: &Request, layers: &Layers, given: &[Layer]) -> Option<Vec<Change>> {
    let facts = Facts::new(request, layers);
    let mut trial = Trial::default();
    let mut changes = Vec::new();
    for &layer in given {
        trial.allowing.push((layer, 0));
        changes.push(Change::Allow { layer, level: 0 });
    }
    // Each round removes a statement or adds a layer that did not allow, so this many suffice.
    let rounds_max = 8 + layers.scp.map_or(0, <[_]>::len) + statement_count(layers);
    for _ in 0..rounds_max {
        let decision = trial.decide(request, layers);
        match (decision.effect, decision.by) {
            (Effect::Allow, _) => return Some(changes),
            (Effect::ExplicitDeny, Some(by)) => {
                let original = trial.original(decision.layer, by);
                let policy =
                    denying(&facts, layers, &decision).map(|policy| policy.name.to_owned());
                trial
                    .dropped
                    .entry((decision.layer, by.level, by.policy))
                    .or_default()
                    .push(original);
                let policy = policy.unwrap_or_default();
                changes.push(Change::Drop {
                    layer: decision.layer,
                    policy,
                    statement: original,
                });
            }
            (Effect::ExplicitDeny | Effect::ImplicitDeny, _) => {
                let level = trial.level_to_allow(&facts, layers, decision.layer)?;
                trial.allowing.push((decision.layer, level));
                changes.push(Change::Allow {
                    layer: decision.layer,
                    level,
                });
            }
        }
    }
    None
}

fn statement_count(layers: &Layers) -> usize {
    let count = |policies: &[Policy]| {
        policies
            .iter()
            .map(|policy| policy.compiled.statement_count())
            .sum::<usize>()
    };
    let levels = [layers.scp, layers.rcp]
        .into_iter()
        .flatten()
        .flatten()
        .map(|level| count(level))
        .sum::<usize>();
    let lists = [Some(layers.identity), layers.session, layers.endpoint]
        .into_iter()
        .flatten()
        .map(count)
        .sum::<usize>();
    levels + lists + count(layers.boundary.as_slice()) + count(layers.resource.as_slice())
}

/// The layers as they would be after some changes.
#[derive(Default)]
struct Trial {
    /// Layers, or levels of SCPs, that allow everything.
    allowing: Vec<(Layer, usize)>,
    /// Statements left out, by the place of their policy.
    dropped: BTreeMap<(Layer, usize, usize), Vec<usize>>,
}

/// A policy of a trial: as it is, or edited.
struct Edited<'a> {
    name: &'a str,
    arn: Option<&'a str>,
    compiled: Cow<'a, CompiledPolicy>,
}

impl Edited<'_> {
    fn policy(&self) -> Policy<'_> {
        Policy {
            name: self.name,
            arn: self.arn,
            compiled: &self.compiled,
        }
    }
}

impl Trial {
    fn decide<'a>(&self, request: &Request, layers: &Layers<'a>) -> Decision {
        let list = |layer, policies: Option<&[Policy<'a>]>| -> Option<Vec<Edited<'a>>> {
            let edited = self.edited(layer, 0, policies.unwrap_or_default());
            (policies.is_some() || !edited.is_empty()).then_some(edited)
        };
        let levels = |layer, levels: Option<&[&[Policy<'a>]]>| -> Option<Vec<Vec<Edited<'a>>>> {
            let edited =
                |(level, policies): (usize, &&[Policy<'a>])| self.edited(layer, level, policies);
            Some(levels?.iter().enumerate().map(edited).collect())
        };
        let single = |layer, policy: Option<Policy<'a>>| self.edited(layer, 0, policy.as_slice());

        let identity = self.edited(Layer::Identity, 0, layers.identity);
        let (session, endpoint) = (
            list(Layer::Session, layers.session),
            list(Layer::Endpoint, layers.endpoint),
        );
        let (scp, rcp) = (
            levels(Layer::Scp, layers.scp),
            levels(Layer::Rcp, layers.rcp),
        );
        let (boundary, resource) = (
            single(Layer::Boundary, layers.boundary),
            single(Layer::Resource, layers.resource),
        );

        let (session, endpoint) = (session.as_deref().map(lend), endpoint.as_deref().map(lend));
        let scp: Option<Vec<Vec<_>>> = scp
            .as_deref()
            .map(|levels| levels.iter().map(|level| lend(level)).collect());
        let rcp: Option<Vec<Vec<_>>> = rcp
            .as_deref()
            .map(|levels| levels.iter().map(|level| lend(level)).collect());
        let scp: Option<Vec<&[_]>> = scp
            .as_ref()
            .map(|levels| levels.iter().map(Vec::as_slice).collect());
        let rcp: Option<Vec<&[_]>> = rcp
            .as_ref()
            .map(|levels| levels.iter().map(Vec::as_slice).collect());
        let layers = Layers {
            identity: &lend(&identity),
            boundary: boundary.first().map(Edited::policy),
            session: session.as_deref(),
            resource: resource.first().map(Edited::policy),
            scp: scp.as_deref(),
            rcp: rcp.as_deref(),
            endpoint: endpoint.as_deref(),
        };
        evaluate(request, &layers)
    }

    fn edited<'a>(&self, layer: Layer, level: usize, policies: &[Policy<'a>]) -> Vec<Edited<'a>> {
        let edit = |(index, policy): (usize, &Policy<'a>)| Edited {
            name: policy.name,
            arn: policy.arn,
            compiled: match self.dropped.get(&(layer, level, index)) {
                Some(dropped) => Cow::Owned(policy.compiled.without(dropped)),
                None => Cow::Borrowed(policy.compiled),
            },
        };
        let mut list: Vec<Edited> = policies.iter().enumerate().map(edit).collect();
        if self.allowing.contains(&(layer, level)) {
            match list.first_mut() {
                Some(first) => first.compiled = Cow::Owned(first.compiled.and_everything()),
                None => list.push(Edited {
                    name: "",
                    arn: None,
                    compiled: Cow::Owned(CompiledPolicy::allowing_everything(Kind::Resource)),
                }),
            }
        }
        list
    }

    /// Where in its policy a statement stood before others were left out.
    fn original(&self, layer: Layer, by: By) -> usize {
        let mut dropped = self
            .dropped
            .get(&(layer, by.level, by.policy))
            .cloned()
            .unwrap_or_default();
        dropped.sort_unstable();
        dropped
            .into_iter()
            .fold(by.statement, |at, gone| at + usize::from(gone <= at))
    }

    /// The level of the layer that has to allow next; only SCPs have several.
    fn level_to_allow(&self, facts: &Facts, layers: &Layers, layer: Layer) -> Option<usize> {
        let allows = |policy: &Policy| {
            let allow = crate::statement::Effect::Allow;
            policy.compiled.first(allow, facts).is_some()
        };
        let missing = match layer {
            Layer::Scp => {
                let levels = layers.scp?;
                let untouched = |level: &usize| !self.allowing.contains(&(layer, *level));
                (0..levels.len())
                    .filter(untouched)
                    .find(|&level| !levels[level].iter().any(allows))?
            }
            _ => 0,
        };
        (!self.allowing.contains(&(layer, missing))).then_some(missing)
    }
}

fn lend<'a>(list: &'a [Edited]) -> Vec<Policy<'a>> {
    list.iter().map(Edited::policy).collect()
}
