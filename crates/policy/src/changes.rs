//! What would turn a denial into an allow. Every answer has been tried on the evaluator.

use smol_str::SmolStr;

use crate::condition::{Clause, Test};
use crate::context::Value;
use crate::evaluate::{Edits, decide, evaluate};
use crate::explanation::Change;
use crate::facts::Facts;
use crate::layers::{By, Decision, Effect, Layer, Layers, Policy};
use crate::message::denying;
use crate::request::Request;
use crate::statement::{Match, Mismatch, Statement};

/// How many different contexts are tried for one denial.
const CONTEXTS_TRIED_MAX: usize = 64;

/// Sets of changes, each of which leads to an allow: single context keys first, then the fewest changes of policies.
pub(crate) fn changes(facts: &Facts, layers: &Layers, decision: &Decision) -> Vec<Vec<Change>> {
    if decision.layer == Layer::Service {
        return Vec::new();
    }
    let mut sets = context_changes(facts, layers, decision);
    let through_caller = policy_changes(facts, layers, Trial::default(), Some(*decision));
    // One change is the fewest there can be.
    let through_resource = match &through_caller {
        Some(changes) if changes.len() == 1 => None,
        _ => policy_changes(facts, layers, Trial::allowing(Layer::Resource), None),
    };
    let smallest = match (through_caller, through_resource) {
        (Some(caller), Some(resource)) if resource.len() < caller.len() => Some(resource),
        (Some(caller), _) => Some(caller),
        (None, resource) => resource,
    };
    sets.extend(smallest);
    sets
}

/// Single keys that would have flipped the conditions in the way.
fn context_changes(facts: &Facts, layers: &Layers, decision: &Decision) -> Vec<Vec<Change>> {
    let in_the_way = conditions_in_the_way(facts, layers, decision);
    if in_the_way.is_empty() {
        return Vec::new();
    }
    let candidates = in_the_way.iter().flat_map(|&(_, clause)| {
        let values = candidate_values(clause).into_iter().map(Some).chain([None]);
        values.map(move |value| (clause, value))
    });
    // One context serves all trials: each changes a key of it and changes it back.
    let mut cx = facts.request.context.clone();
    let mut sets: Vec<Vec<Change>> = Vec::new();
    for (clause, value) in candidates.take(CONTEXTS_TRIED_MAX) {
        let changed = value.as_deref().map(|value| match clause.operator.set {
            None => Value::Single(SmolStr::new(value)),
            Some(_) => Value::Multi(vec![SmolStr::new(value)]),
        });
        let before = cx.replace(&clause.key, changed);
        let request = Request {
            context: &cx,
            ..facts.request
        };
        let allowed = removes_an_obstacle(
            &Facts { request, ..*facts },
            decision,
            &in_the_way,
            &clause.key,
        ) && evaluate(&request, layers).allowed();
        cx.replace(&clause.key, before);
        let set = vec![Change::Context {
            key: clause.key.to_string(),
            value,
        }];
        if allowed && !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets
}

/// Whether one of the statements in the way that ask for the key is in the way no more: without that a trial is futile.
fn removes_an_obstacle(
    changed: &Facts,
    decision: &Decision,
    in_the_way: &[(&Statement, &Clause)],
    key: &str,
) -> bool {
    let wanted = decision.effect != Effect::ExplicitDeny;
    in_the_way
        .iter()
        .filter(|(_, clause)| clause.key.eq_ignore_ascii_case(key))
        .any(|(statement, _)| matches!(statement.matches(changed), Match::Yes(_)) == wanted)
}

/// The conditions of the statement that denies, or the first unfulfilled ones of the `Allow`s that are missing.
fn conditions_in_the_way<'a>(
    facts: &Facts,
    layers: &Layers<'a>,
    decision: &Decision,
) -> Vec<(&'a Statement, &'a Clause)> {
    if let (Some(by), Some(policy)) = (decision.by, denying(facts, layers, decision)) {
        let statement = &policy.compiled.statements()[by.statement];
        let clauses = statement.conditions.iter();
        return clauses.map(|clause| (statement, clause)).collect();
    }
    let levels: &[&[Policy<'a>]] = match decision.layer {
        Layer::Identity => &[layers.identity],
        Layer::Boundary => &[layers.boundary.as_slice()],
        Layer::Session => &[layers.session.unwrap_or_default()],
        Layer::Resource => &[layers.resource.as_slice()],
        Layer::Scp => layers.scp.unwrap_or_default(),
        Layer::Rcp => layers.rcp.unwrap_or_default(),
        Layer::Endpoint => &[layers.endpoint.unwrap_or_default()],
        Layer::Service => &[],
    };
    let statements = levels
        .iter()
        .flat_map(|policies| policies.iter())
        .flat_map(|policy| policy.compiled.statements());
    statements
        .filter_map(|statement| match statement.matches(facts) {
            Match::No(Mismatch::Condition(index)) => {
                Some((statement, &statement.conditions[index]))
            }
            _ => None,
        })
        .collect()
}

/// Values that may fulfil the condition or fail it.
fn candidate_values(clause: &Clause) -> Vec<String> {
    let literal = clause
        .written()
        .into_iter()
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

/// Removes one obstacle after the other until the request is allowed. `decision` is the first one, if it is known.
fn policy_changes(
    facts: &Facts,
    layers: &Layers,
    mut trial: Trial,
    decision: Option<Decision>,
) -> Option<Vec<Change>> {
    let mut changes: Vec<Change> = trial.added.iter().map(|&place| allow(place)).collect();
    let mut decision = decision.unwrap_or_else(|| decide(facts, layers, &trial));
    // Each round removes a statement or adds a layer that did not allow, so this many suffice.
    let rounds_max = 8 + layers.scp.map_or(0, <[_]>::len) + statement_count(layers);
    for _ in 0..rounds_max {
        match (decision.effect, decision.by) {
            (Effect::Allow, _) => return Some(changes),
            (Effect::ExplicitDeny, Some(by)) => {
                let policy = denying(facts, layers, &decision);
                trial.dropped.push((decision.layer, by));
                changes.push(Change::Drop {
                    layer: decision.layer,
                    policy: policy.map_or("", |policy| policy.name).to_owned(),
                    statement: by.statement,
                });
            }
            (Effect::ExplicitDeny | Effect::ImplicitDeny, _) => {
                let level = trial.level_to_allow(facts, layers, decision.layer)?;
                trial.added.push((decision.layer, level));
                changes.push(allow((decision.layer, level)));
            }
        }
        decision = decide(facts, layers, &trial);
    }
    None
}

fn allow((layer, level): (Layer, usize)) -> Change {
    Change::Allow { layer, level }
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
    added: Vec<(Layer, usize)>,
    /// Statements left out, by their layer.
    dropped: Vec<(Layer, By)>,
}

impl Edits for Trial {
    /// It stands behind every other statement.
    fn added(&self, layer: Layer, level: usize) -> Option<By> {
        self.added.contains(&(layer, level)).then_some(By {
            level,
            policy: 0,
            statement: usize::MAX,
        })
    }

    fn drops(&self, layer: Layer, by: By) -> bool {
        self.dropped.contains(&(layer, by))
    }
}

impl Trial {
    fn allowing(layer: Layer) -> Trial {
        Trial {
            added: vec![(layer, 0)],
            dropped: Vec::new(),
        }
    }

    /// The level of the layer that has to allow next; only SCPs have several.
    fn level_to_allow(&self, facts: &Facts, layers: &Layers, layer: Layer) -> Option<usize> {
        let allows = |policy: &Policy| {
            let allow = crate::statement::Effect::Allow;
            policy.compiled.first(allow, facts, |_| false).is_some()
        };
        let missing = match layer {
            Layer::Scp => {
                let levels = layers.scp?;
                let untouched = |level: &usize| !self.added.contains(&(layer, *level));
                (0..levels.len())
                    .filter(untouched)
                    .find(|&level| !levels[level].iter().any(allows))?
            }
            _ => 0,
        };
        (!self.added.contains(&(layer, missing))).then_some(missing)
    }
}
