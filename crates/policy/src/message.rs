//! AWS's words for a denial (spec 10).

use crate::evaluate::missing_of_caller;
use crate::facts::Facts;
use crate::in_force::in_force;
use crate::layers::{Decision, Effect, Layer, Layers, Policy};
use crate::request::{PrincipalKind, Request};
use crate::restriction::{Restriction, restriction_of};

/// AWS's AccessDenied text for a denial: who may not do what to what, and which type of policy is to blame.
///
/// With `reasons` false the text ends after the resource, as it does across accounts (D-7). The ARN of the policy that
/// denies follows where there is one (D-6); inline policies and policies of resources have none (U33).
pub fn denial_message(
    request: &Request,
    layers: &Layers,
    decision: &Decision,
    reasons: bool,
) -> String {
    let facts = Facts::new(request, layers);
    let name = facts.name;
    match restriction_of(&facts) {
        Some(Restriction::NoIam) => {
            return "The security token included in the request is invalid".to_owned();
        }
        Some(Restriction::SessionCredentials) => {
            return format!("Cannot call {name} with session credentials");
        }
        Some(Restriction::RootAssumesRole) => {
            return "Roles may not be assumed by root accounts.".to_owned();
        }
        Some(Restriction::Protected | Restriction::NoSts) | None => {}
    }
    // D-8
    if let PrincipalKind::Federated { .. } = request.principal.kind {
        return format!("Not authorized to perform {}", request.action);
    }
    let caller = match request.principal.kind {
        PrincipalKind::Anonymous => "anonymous",
        _ => &request.principal.arn,
    };
    let (action, resource) = (request.action, request.resource);
    let mut message =
        format!("User: {caller} is not authorized to perform: {action} on resource: {resource}");
    if reasons && let Some(reason) = reason(&facts, layers, decision) {
        message.push(' ');
        message.push_str(&reason);
    }
    message
}

fn reason(facts: &Facts, layers: &Layers, decision: &Decision) -> Option<String> {
    let (article, kind) = noun(facts, told(facts, layers, decision))?;
    match decision.effect {
        Effect::Allow => None,
        Effect::ImplicitDeny => Some(format!(
            "because no {kind} allows the {} action",
            facts.request.action
        )),
        Effect::ExplicitDeny => {
            let arn = denying(facts, layers, decision).and_then(|policy| policy.arn);
            let suffix = arn
                .filter(|_| shows_arn(decision.layer))
                .map(|arn| format!(": {arn}"));
            Some(format!(
                "with an explicit deny in {article} {kind}{}",
                suffix.unwrap_or_default()
            ))
        }
    }
}

/// The layer that a denial tells of. Of a role, what the caller's own policies lack comes before its trust policy: who may assume none
/// is told the same of roles that trust the caller's account, of others and of those that are not there (S-24).
fn told(facts: &Facts, layers: &Layers, decision: &Decision) -> Layer {
    match (decision.effect, decision.layer) {
        (Effect::ImplicitDeny, Layer::Resource) if facts.is_trust() => {
            missing_of_caller(facts, layers).unwrap_or(Layer::Resource)
        }
        (_, layer) => layer,
    }
}

/// Spec 10.2.
fn noun(facts: &Facts, layer: Layer) -> Option<(&'static str, &'static str)> {
    Some(match layer {
        Layer::Identity => ("an", "identity-based policy"),
        Layer::Boundary => ("a", "permissions boundary"),
        Layer::Session => ("a", "session policy"),
        Layer::Resource if facts.is_trust() => ("the", "role trust policy"),
        Layer::Resource => ("a", "resource-based policy"),
        Layer::Scp => ("a", "service control policy"),
        Layer::Rcp => ("a", "resource control policy"),
        Layer::Endpoint => ("a", "VPC endpoint policy"),
        Layer::Service => return None,
    })
}

/// D-6.
fn shows_arn(layer: Layer) -> bool {
    match layer {
        Layer::Identity | Layer::Boundary | Layer::Session | Layer::Scp | Layer::Rcp => true,
        Layer::Resource | Layer::Endpoint | Layer::Service => false,
    }
}

/// The policy whose statement decided.
pub(crate) fn denying<'a>(
    facts: &Facts,
    layers: &Layers<'a>,
    decision: &Decision,
) -> Option<Policy<'a>> {
    let by = decision.by?;
    let layers = in_force(facts, layers);
    let list = |policies: Option<&[Policy<'a>]>| policies?.get(by.policy).copied();
    let levels = |levels: Option<&[&[Policy<'a>]]>| levels?.get(by.level)?.get(by.policy).copied();
    match decision.layer {
        Layer::Identity => list(Some(layers.identity)),
        Layer::Boundary => layers.boundary,
        Layer::Session => list(layers.session),
        Layer::Resource => layers.resource,
        Layer::Scp => levels(layers.scp),
        Layer::Rcp => levels(layers.rcp),
        Layer::Endpoint => list(layers.endpoint),
        Layer::Service => None,
    }
}
