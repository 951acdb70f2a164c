//! The decision, with the matching that made it.

use crate::changes::changes;
use crate::evaluate::evaluate;
use crate::explanation::{Explanation, PolicyFinding};
use crate::facts::Facts;
use crate::in_force::in_force;
use crate::layers::{Decision, Layer, Layers, Policy};
use crate::request::Request;
use crate::restriction::{Restriction, restriction_of};
use crate::statement::Statement;
use crate::statement_finding::StatementFinding;

/// Decides a request as [`evaluate`] does and says why.
///
/// Slower than deciding: every statement is compared, not only those that may match, and for denials changes are tried. What
/// statements found is put into words when it is asked for.
pub fn explain<'a>(request: &'a Request<'a>, layers: &Layers<'a>) -> Explanation<'a> {
    let decision = evaluate(request, layers);
    let facts = Facts::new(request, layers);
    let in_force = in_force(&facts, layers);
    let rule = rule(&facts, &decision);
    let read_policies = rule.is_none() || restriction_of(&facts).is_none();
    let policies = if read_policies {
        policy_findings(&facts, request, &in_force)
    } else {
        Vec::new()
    };
    let changes = if decision.allowed() {
        Vec::new()
    } else {
        changes(&facts, layers, &decision)
    };
    Explanation {
        decision,
        rule,
        policies,
        changes,
    }
}

/// The hard-coded rule that decided, in words.
fn rule(facts: &Facts, decision: &Decision) -> Option<&'static str> {
    if decision.layer != Layer::Service {
        return None;
    }
    Some(match restriction_of(facts) {
        Some(Restriction::Protected) => {
            "the resource belongs to AWS: no policy can allow changing it"
        }
        Some(Restriction::NoIam) => {
            "these temporary credentials may not call IAM: session without MFA, or federated user"
        }
        Some(Restriction::SessionCredentials) => {
            "session credentials may not make new session tokens"
        }
        Some(Restriction::RootAssumesRole) => "the root user may not assume roles",
        Some(Restriction::NoSts) => "these temporary credentials may not make this STS call",
        None if facts.is_service("sts") => "this call is always allowed",
        None => "the root user is allowed what no policy denies",
    })
}

fn policy_findings<'a>(
    facts: &Facts,
    request: &'a Request<'a>,
    layers: &Layers<'a>,
) -> Vec<PolicyFinding<'a>> {
    let mut findings = Vec::new();
    let mut list = |layer, level, policies: &[Policy<'a>]| {
        for (index, policy) in policies.iter().enumerate() {
            let statements = policy.compiled.statements().iter().enumerate();
            let statement = |(index, statement): (usize, &Statement)| StatementFinding {
                index,
                outcome: statement.matches(facts),
                policy: policy.compiled,
                request,
            };
            findings.push(PolicyFinding {
                layer,
                level,
                index,
                policy: policy.name,
                arn: policy.arn,
                statements: statements.map(statement).collect(),
            });
        }
    };
    for (layer, levels) in [(Layer::Scp, layers.scp), (Layer::Rcp, layers.rcp)] {
        for (level, policies) in levels.unwrap_or_default().iter().enumerate() {
            list(layer, level, policies);
        }
    }
    list(Layer::Endpoint, 0, layers.endpoint.unwrap_or_default());
    list(Layer::Resource, 0, layers.resource.as_slice());
    list(Layer::Identity, 0, layers.identity);
    list(Layer::Boundary, 0, layers.boundary.as_slice());
    list(Layer::Session, 0, layers.session.unwrap_or_default());
    findings
}
