//! The decision, written out with the matching that made it.

use crate::changes::changes;
use crate::condition::Clause;
use crate::context::Value;
use crate::evaluate::evaluate;
use crate::explanation::{ClauseFinding, Explanation, PolicyFinding, StatementFinding};
use crate::facts::Facts;
use crate::in_force::in_force;
use crate::layers::{Decision, Layer, Layers, Policy};
use crate::principal::Principals;
use crate::request::Request;
use crate::resource::Resources;
use crate::restriction::{Restriction, restriction_of};
use crate::statement::{Effect, Match, Mismatch, Statement};

/// Decides a request as [`evaluate`] does and says why.
///
/// Slower than deciding: every statement is compared, not only those that may match, and for denials changes are tried.
pub fn explain(request: &Request, layers: &Layers) -> Explanation {
    let decision = evaluate(request, layers);
    let facts = Facts::new(request, layers);
    let in_force = in_force(&facts, layers);
    let rule = rule(&facts, &decision);
    let read_policies = rule.is_none() || restriction_of(&facts).is_none();
    let policies = if read_policies {
        policy_findings(&facts, &in_force)
    } else {
        Vec::new()
    };
    let changes = if decision.allowed() {
        Vec::new()
    } else {
        changes(request, layers, &decision)
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

fn policy_findings(facts: &Facts, layers: &Layers) -> Vec<PolicyFinding> {
    let mut findings = Vec::new();
    let mut list = |layer, level, policies: &[Policy]| {
        for (index, policy) in policies.iter().enumerate() {
            findings.push(policy_finding(facts, layer, level, index, policy));
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

fn policy_finding(
    facts: &Facts,
    layer: Layer,
    level: usize,
    index: usize,
    policy: &Policy,
) -> PolicyFinding {
    let statements = policy.compiled.statements().iter().enumerate();
    PolicyFinding {
        layer,
        level,
        index,
        policy: policy.name.to_owned(),
        arn: policy.arn.map(str::to_owned),
        statements: statements
            .map(|(index, statement)| {
                let line = policy
                    .compiled
                    .positions(index)
                    .map_or(0, |[start, _]| start.line);
                statement_finding(facts, statement, index, line)
            })
            .collect(),
    }
}

fn statement_finding(
    facts: &Facts,
    statement: &Statement,
    index: usize,
    line: usize,
) -> StatementFinding {
    let outcome = statement.matches(facts);
    let (matched, reached, clauses) = match outcome {
        Match::Yes(_) => {
            let conditions = statement
                .conditions
                .iter()
                .map(|clause| condition_finding(facts, clause));
            (true, usize::MAX, conditions.collect())
        }
        Match::No(mismatch) => (
            false,
            reached(mismatch),
            vec![clause_finding(facts, statement, mismatch)],
        ),
    };
    StatementFinding {
        index,
        sid: statement.sid.as_ref().map(ToString::to_string),
        effect: match statement.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        },
        line,
        matched,
        clauses,
        reached,
    }
}

fn reached(mismatch: Mismatch) -> usize {
    match mismatch {
        Mismatch::Action => 0,
        Mismatch::Resource => 1,
        Mismatch::UnreadableResource => 2,
        Mismatch::Principal => 3,
        Mismatch::Condition(index) => 4 + index,
    }
}

fn clause_finding(facts: &Facts, statement: &Statement, mismatch: Mismatch) -> ClauseFinding {
    let element = |not: bool, name: &str| {
        if not {
            format!("Not{name}")
        } else {
            name.to_owned()
        }
    };
    let (element, wanted, actual) = match mismatch {
        Mismatch::Action => (
            element(statement.actions.not, "Action"),
            &statement.written.actions,
            facts.request.action,
        ),
        Mismatch::Resource | Mismatch::UnreadableResource => {
            let not = matches!(statement.resources, Resources::Listed { not: true, .. });
            (
                element(not, "Resource"),
                &statement.written.resources,
                facts.request.resource,
            )
        }
        Mismatch::Principal => {
            let not = matches!(statement.principals, Principals::AllBut(_));
            (
                element(not, "Principal"),
                &statement.written.principals,
                facts.request.principal.arn.as_str(),
            )
        }
        Mismatch::Condition(index) => {
            return condition_finding(facts, &statement.conditions[index]);
        }
    };
    ClauseFinding {
        element,
        key: None,
        wanted: wanted.iter().map(ToString::to_string).collect(),
        actual: Some(vec![actual.to_owned()]),
    }
}

fn condition_finding(facts: &Facts, clause: &Clause) -> ClauseFinding {
    let actual = clause
        .actual(facts.request.context)
        .map(|value| match value {
            Value::Single(value) => vec![value.to_string()],
            Value::Multi(values) => values.iter().map(ToString::to_string).collect(),
        });
    ClauseFinding {
        element: clause.name.to_string(),
        key: Some(clause.key.to_string()),
        wanted: clause.values.iter().map(ToString::to_string).collect(),
        actual,
    }
}
