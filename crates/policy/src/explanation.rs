//! What an explanation holds, and how it reads.

use std::fmt;

use serde::Serialize;

use crate::layers::{Decision, Effect, Layer};
use crate::statement_finding::StatementFinding;

/// Why a request was decided as it was: every statement in force with the clause that failed it, and, for denials, what
/// would have to be different.
///
/// Prints as text and serializes as JSON. Values are written out in full; [`clause`](Explanation::clause) can mask.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation<'a> {
    pub(crate) decision: Decision,
    /// The rule that decided before any policy was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// Every policy in force, in the order in which layers are asked for a `Deny`.
    pub policies: Vec<PolicyFinding<'a>>,
    /// For denials: sets of changes, each of which was tried and leads to an allow.
    pub changes: Vec<Vec<Change>>,
}

/// What one policy said.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyFinding<'a> {
    /// The layer it stands in.
    pub layer: Layer,
    /// Its level, in SCPs and RCPs.
    pub level: usize,
    /// Its place in its level or list.
    pub index: usize,
    /// Its name.
    pub policy: &'a str,
    /// Its ARN, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<&'a str>,
    /// Its statements, in order.
    pub statements: Vec<StatementFinding<'a>>,
}

/// A difference that would have mattered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "change")]
pub enum Change {
    /// The context key has this value, or is absent.
    Context {
        /// The key.
        key: String,
        /// Its value; `None`: absent.
        value: Option<String>,
    },
    /// A statement in this layer allows the action on the resource; in SCPs at this level.
    Allow {
        /// The layer.
        layer: Layer,
        /// The level of an SCP, else 0.
        level: usize,
    },
    /// The statement that denies does not.
    Drop {
        /// The layer.
        layer: Layer,
        /// The name of the policy.
        policy: String,
        /// The statement.
        statement: usize,
    },
}

impl<'a> Explanation<'a> {
    /// The decision that is explained; always the one that [`evaluate`](crate::evaluate) gives.
    pub fn decision(&self) -> Decision {
        self.decision
    }

    /// The decisive clause in one line: policy, statement, element, actual and wanted value. The values of the
    /// condition keys in `mask`, in any case, print as `…`.
    pub fn clause(&self, mask: &[&str]) -> String {
        let layer = layer_name(self.decision.layer);
        if let Some(rule) = self.rule {
            return rule.to_owned();
        }
        let clauses = |statement: &StatementFinding| {
            let clauses = statement.clauses();
            let shown: Vec<String> = clauses.iter().map(|clause| clause.line(mask)).collect();
            if shown.is_empty() {
                String::new()
            } else {
                format!(": {}", shown.join("; "))
            }
        };
        if let Some((policy, statement)) = self.deciding() {
            let verb = if self.decision.allowed() {
                "allows"
            } else {
                "denies"
            };
            return format!(
                "{layer} {}, {} {verb}{}",
                policy.title(),
                statement.title(),
                clauses(statement)
            );
        }
        match self.closest() {
            Some((policy, statement)) if statement.matched() => {
                let (policy, statement) = (policy.title(), statement.title());
                format!(
                    "{layer} {policy}, {statement} matches, but does not name the caller closely enough"
                )
            }
            Some((policy, statement)) => format!(
                "no {layer} policy allows it; closest {}, {}{}",
                policy.title(),
                statement.title(),
                clauses(statement)
            ),
            None => format!("no {layer} policy allows it; none has an `Allow` statement"),
        }
    }

    /// The statement that decided.
    fn deciding(&self) -> Option<(&PolicyFinding<'a>, &StatementFinding<'a>)> {
        let by = self.decision.by?;
        let place = (self.decision.layer, by.level, by.policy);
        let policy = self
            .policies
            .iter()
            .find(|policy| (policy.layer, policy.level, policy.index) == place)?;
        Some((policy, policy.statements.get(by.statement)?))
    }

    /// The `Allow` of the layer that is missing one which came closest to matching. Of SCP levels the first that
    /// allows nothing counts.
    fn closest(&self) -> Option<(&PolicyFinding<'a>, &StatementFinding<'a>)> {
        let of_layer = || {
            self.policies
                .iter()
                .filter(|policy| policy.layer == self.decision.layer)
        };
        let allows = |level: usize| {
            of_layer()
                .filter(|policy| policy.level == level)
                .any(|policy| {
                    policy
                        .statements
                        .iter()
                        .any(|statement| statement.effect() == "Allow" && statement.matched())
                })
        };
        let several = self.decision.layer == Layer::Scp;
        let mut candidates: Vec<_> = of_layer()
            .filter(|policy| !several || !allows(policy.level))
            .flat_map(|policy| {
                policy
                    .statements
                    .iter()
                    .map(move |statement| (policy, statement))
            })
            .filter(|(_, statement)| statement.effect() == "Allow")
            .collect();
        // The first of the closest: `max_by_key` gives the last.
        candidates.reverse();
        candidates
            .into_iter()
            .max_by_key(|(_, statement)| statement.reached())
    }
}

impl PolicyFinding<'_> {
    fn title(&self) -> String {
        match self.layer {
            Layer::Scp | Layer::Rcp => format!("policy `{}` (level {})", self.policy, self.level),
            _ => format!("policy `{}`", self.policy),
        }
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let effect = match self.decision.effect {
            Effect::Allow => "allowed",
            Effect::ExplicitDeny => "denied explicitly",
            Effect::ImplicitDeny => "denied implicitly",
        };
        writeln!(f, "{effect}: {}", self.clause(&[]))?;
        for policy in &self.policies {
            writeln!(f, "  {} {}", layer_name(policy.layer), policy.title())?;
            for statement in &policy.statements {
                let verdict = if statement.matched() {
                    "matches"
                } else {
                    "does not match"
                };
                writeln!(
                    f,
                    "    {} {}: {verdict}",
                    statement.effect(),
                    statement.title()
                )?;
                for clause in statement.clauses() {
                    writeln!(f, "      {}", clause.line(&[]))?;
                }
            }
        }
        for set in &self.changes {
            let shown: Vec<String> = set.iter().map(Change::to_string).collect();
            writeln!(f, "  it would be allowed if {}", shown.join(", and "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Context {
                key,
                value: Some(value),
            } => write!(f, "`{key}` were `{value}`"),
            Change::Context { key, value: None } => write!(f, "`{key}` were absent"),
            Change::Allow {
                layer: Layer::Scp,
                level,
            } => write!(f, "an SCP of level {level} allowed it"),
            Change::Allow { layer, .. } => {
                write!(f, "the {} policy allowed it", layer_name(*layer))
            }
            Change::Drop {
                layer,
                policy,
                statement,
            } => {
                write!(
                    f,
                    "statement {statement} of {} policy `{policy}` did not deny it",
                    layer_name(*layer)
                )
            }
        }
    }
}

fn layer_name(layer: Layer) -> &'static str {
    match layer {
        Layer::Identity => "identity",
        Layer::Boundary => "boundary",
        Layer::Session => "session",
        Layer::Resource => "resource",
        Layer::Scp => "scp",
        Layer::Rcp => "rcp",
        Layer::Endpoint => "endpoint",
        Layer::Service => "service",
    }
}
