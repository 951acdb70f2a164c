//! A request as the policy simulator decides it and tells of it (spec 11).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use smol_str::SmolStr;

use crate::arn;
use crate::catalogue::KeyKind;
use crate::compile::CompiledPolicy;
use crate::condition::{self, Clause};
use crate::context::Context;
use crate::evaluate::evaluate;
use crate::facts::Facts;
use crate::in_force::in_force;
use crate::layers::{Effect, Layer, Layers, Policy};
use crate::request::{PrincipalKind, Request};
use crate::resource::{ResourceMatch, Resources};
use crate::restriction::restriction_of;
use crate::statement::{self, Match, Statement};
use crate::variable;

/// What a simulation tells of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// The simulator's decision. It is [`evaluate`]'s, except that within one account every grant of the resource's policy
    /// stands in for the caller's own policies, that of the whole account too (Z-9), and that what is no number is not unequal
    /// to one either (C-19).
    pub effect: Effect,
    /// The statements that led there: those that deny, or all that allow; none where nothing allowed (Z-5).
    pub matched: Vec<Matched>,
    /// Keys that statements about this action and resource name and the context does not hold, each once (Z-6).
    pub missing: Vec<SmolStr>,
    /// Whether the boundary allows; `None` without one.
    pub boundary: Option<bool>,
    /// Whether every level of service control policies allows; true without any. If it is false nothing else is told (Z-8).
    pub organizations: bool,
    /// Across accounts, what the caller's policies and the resource's policy say, each alone (Z-7).
    pub sides: Option<[Effect; 2]>,
}

/// A statement, by its place in the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Matched {
    /// `Identity`, `Boundary` or `Resource`.
    pub layer: Layer,
    /// The policy in its layer.
    pub policy: usize,
    /// The statement in the policy.
    pub statement: usize,
}

/// Simulates one request. Service control policies come first and end it; session policies, RCPs and endpoint policies
/// take no part in simulations.
///
/// ```
/// use policy::{Context, Effect, Kind, Layers, Policy, Principal, PrincipalKind, Request};
///
/// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}}"#;
/// let compiled = policy::compile(&policy::accept(text, Kind::Managed)?, Kind::Managed, &Default::default());
/// let ana = Principal {
///     kind: PrincipalKind::User { name: "ana".into() },
///     partition: "aws".into(),
///     account: "111111111111".into(),
///     arn: "arn:aws:iam::111111111111:user/ana".into(),
///     unique_id: None,
///     session: None,
///     management_account: false,
/// };
/// let request = Request {
///     principal: &ana,
///     action: "s3:GetObject",
///     resource: "arn:aws:s3:::b/k",
///     resource_account: "111111111111",
///     context: &Context::new(),
/// };
/// let identity = [Policy { name: "read", arn: None, compiled: &compiled }];
/// let simulation = policy::simulate(&request, &Layers { identity: &identity, ..Layers::default() });
/// assert_eq!(simulation.effect, Effect::ImplicitDeny);
/// assert_eq!(simulation.missing, ["aws:SecureTransport"]);
/// # Ok::<(), policy::Refusal>(())
/// ```
pub fn simulate(request: &Request, layers: &Layers) -> Simulation {
    let context = request.context.simulated();
    let request = &Request {
        context: &context,
        ..*request
    };
    let layers = &Layers {
        session: None,
        rcp: None,
        endpoint: None,
        ..*layers
    };
    let facts = Facts::new(request, layers);
    let in_force = in_force(&facts, layers);
    let organizations = guardrail(&facts, in_force.scp.unwrap_or_default());
    if organizations != Effect::Allow {
        return Simulation {
            effect: organizations,
            matched: Vec::new(),
            missing: Vec::new(),
            boundary: None,
            organizations: false,
            sides: None,
        };
    }
    let boundary = in_force
        .boundary
        .map(|policy| says(&facts, &[policy]) == Effect::Allow);
    let resource = says(&facts, in_force.resource.as_slice());
    let mut effect = evaluate(request, layers).effect;
    let granted = facts.same_account()
        && resource == Effect::Allow
        && boundary != Some(false)
        && restriction_of(&facts).is_none();
    if effect == Effect::ImplicitDeny && granted {
        effect = Effect::Allow;
    }
    let sides = (!facts.same_account()).then(|| {
        let identity = match request.principal.kind {
            PrincipalKind::Root => Effect::Allow,
            _ => says(&facts, in_force.identity),
        };
        [identity, resource]
    });
    Simulation {
        effect,
        matched: matched(&facts, &in_force, effect),
        missing: missing(&facts, &in_force),
        boundary,
        organizations: true,
        sides,
    }
}

/// Whether a value may be given to a simulation as one of this type (Z-12).
pub fn well_typed(kind: KeyKind, value: &str) -> bool {
    match kind {
        KeyKind::String | KeyKind::Arn => true,
        KeyKind::Numeric => condition::is_number(value),
        KeyKind::Date => condition::is_date(value),
        KeyKind::Bool => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
        KeyKind::Ip => condition::is_network(value),
        KeyKind::Binary => STANDARD.decode(value).is_ok(),
    }
}

/// Whether a policy says anything about a resource, whoever asks and in whatever context.
pub fn concerns(policy: &CompiledPolicy, resource: &str) -> bool {
    let (cx, parts) = (Context::new(), arn::split(resource));
    policy.statements().iter().any(|statement| {
        let matched = statement.resources.matches(resource, parts.as_ref(), &cx);
        matched != ResourceMatch::No || waits_for(&statement.resources, &cx)
    })
}

/// What the levels of service control policies come to.
fn guardrail(facts: &Facts, levels: &[&[Policy]]) -> Effect {
    let mut all = levels.iter().map(|level| says(facts, level));
    // An explicit denial at any level is told before a level that does not allow (E-20).
    let worst = |worst: Effect, level: Effect| match (worst, level) {
        (Effect::ExplicitDeny, _) | (_, Effect::ExplicitDeny) => Effect::ExplicitDeny,
        (Effect::ImplicitDeny, _) | (_, Effect::ImplicitDeny) => Effect::ImplicitDeny,
        (Effect::Allow, Effect::Allow) => Effect::Allow,
    };
    all.by_ref().fold(Effect::Allow, worst)
}

/// What a list of policies says of the request, alone.
fn says(facts: &Facts, policies: &[Policy]) -> Effect {
    let any = |effect| {
        policies
            .iter()
            .any(|policy| policy.compiled.first(effect, facts, |_| false).is_some())
    };
    if any(statement::Effect::Deny) {
        Effect::ExplicitDeny
    } else if any(statement::Effect::Allow) {
        Effect::Allow
    } else {
        Effect::ImplicitDeny
    }
}

/// Every statement of the layers that simulations tell of.
fn told<'a>(layers: &Layers<'a>) -> impl Iterator<Item = (Matched, &'a Statement)> {
    let [identity, boundary, resource] = [
        (Layer::Identity, layers.identity.to_vec()),
        (Layer::Boundary, layers.boundary.into_iter().collect()),
        (Layer::Resource, layers.resource.into_iter().collect()),
    ];
    [identity, boundary, resource]
        .into_iter()
        .flat_map(|(layer, policies)| {
            let policies = policies.into_iter().enumerate();
            policies.flat_map(move |(policy, given)| {
                let statements = given.compiled.statements().iter().enumerate();
                statements.map(move |(index, statement)| {
                    let place = Matched {
                        layer,
                        policy,
                        statement: index,
                    };
                    (place, statement)
                })
            })
        })
}

fn matched(facts: &Facts, layers: &Layers, effect: Effect) -> Vec<Matched> {
    let wanted = match effect {
        Effect::Allow => statement::Effect::Allow,
        Effect::ExplicitDeny => statement::Effect::Deny,
        Effect::ImplicitDeny => return Vec::new(),
    };
    told(layers)
        .filter(|(_, statement)| statement.effect == wanted)
        .filter(|(_, statement)| matches!(statement.matches(facts), Match::Yes(_)))
        .map(|(place, _)| place)
        .collect()
}

fn missing(facts: &Facts, layers: &Layers) -> Vec<SmolStr> {
    let cx = facts.request.context;
    let mut missing: Vec<SmolStr> = Vec::new();
    for (_, statement) in told(layers).filter(|(_, statement)| speaks_of(statement, facts)) {
        for key in keys(statement) {
            let special = matches!(key.as_str(), "*" | "?" | "$");
            let known = |known: &SmolStr| known.eq_ignore_ascii_case(&key);
            if !special && cx.get(&key).is_none() && !missing.iter().any(known) {
                missing.push(key);
            }
        }
    }
    missing
}

/// The keys of a statement's conditions, then those of its variables.
fn keys(statement: &Statement) -> Vec<SmolStr> {
    let conditions = statement.conditions.iter();
    let varying = conditions.clone().flat_map(Clause::with_variables);
    let texts = statement.resources.with_variables().chain(varying);
    let mut keys: Vec<SmolStr> = conditions.map(|clause| SmolStr::new(&clause.key)).collect();
    for pattern in texts {
        keys.extend(variable::names(&pattern.written()).map(SmolStr::new));
    }
    keys
}

/// Whether a pattern holds a variable that the context cannot replace.
fn waits_for(resources: &Resources, cx: &Context) -> bool {
    let mut varying = resources.with_variables();
    varying.any(|pattern| !pattern.tokens().resolves(cx))
}

/// Whether a statement may match once its conditions hold and its variables are replaced.
fn speaks_of(statement: &Statement, facts: &Facts) -> bool {
    let cx = facts.request.context;
    let resources = &statement.resources;
    let matched = resources.matches(facts.request.resource, facts.resource.as_ref(), cx);
    statement.actions.matches(facts.service, facts.name, cx)
        && (matched != ResourceMatch::No || waits_for(resources, cx))
        && statement
            .principals
            .grant(facts.request.principal, facts.bounded, statement.effect)
            .is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_the_type_that_they_are_given_as() {
        for (kind, good, bad) in [
            (KeyKind::Numeric, "-1.50e3", "one"),
            (KeyKind::Date, "2026-11-21T12:00:00Z", "yesterday"),
            (KeyKind::Bool, "TRUE", "yes"),
            (KeyKind::Ip, "203.0.113.0/24", "203.0.113"),
            (KeyKind::Binary, "QUJD", "?"),
        ] {
            assert!(well_typed(kind, good), "{good}");
            assert!(!well_typed(kind, bad), "{bad}");
        }
        assert!(well_typed(KeyKind::String, ""));
    }
}
