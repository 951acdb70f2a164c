//! An explanation as an indented tree; colours are for terminals and stripped elsewhere.

use std::borrow::Cow;

use policy::{ClauseFinding, Effect, Explanation, Layer, PolicyFinding, StatementFinding};

use crate::records;

const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// Layers with their policies, policies with their statements, statements with the clauses that decided.
pub(crate) fn text(title: &str, explanation: &Explanation) -> String {
    let colour = match explanation.decision().effect {
        Effect::Allow => GREEN,
        Effect::ExplicitDeny | Effect::ImplicitDeny => RED,
    };
    let reason = explanation.clause(&[]);
    let mut branches = vec![Branch::leaf(&reason, "")];
    branches.extend(explanation.policies.iter().map(of_policy));
    branches.extend(explanation.changes.iter().map(|set| {
        let shown: Vec<String> = set.iter().map(ToString::to_string).collect();
        Branch::leaf(
            &format!("it would be allowed if {}", shown.join(", and ")),
            "",
        )
    }));
    let mut text = format!("{colour}{title}{PLAIN}\n");
    draw(&mut text, "", &branches);
    text
}

struct Branch {
    label: String,
    colour: &'static str,
    branches: Vec<Branch>,
}

impl Branch {
    fn leaf(label: &str, colour: &'static str) -> Branch {
        Branch {
            label: records::line(label),
            colour,
            branches: Vec::new(),
        }
    }
}

fn of_policy(finding: &PolicyFinding) -> Branch {
    let layer = match finding.layer {
        Layer::Identity => "identity",
        Layer::Boundary => "boundary",
        Layer::Session => "session",
        Layer::Resource => "resource",
        Layer::Scp => "scp",
        Layer::Rcp => "rcp",
        Layer::Endpoint => "endpoint",
        Layer::Service => "service",
    };
    let level = match finding.layer {
        Layer::Scp | Layer::Rcp => format!(", level {}", finding.level),
        _ => String::new(),
    };
    Branch {
        branches: finding.statements.iter().map(of_statement).collect(),
        ..Branch::leaf(&format!("{layer} policy `{}`{level}", finding.policy), "")
    }
}

fn of_statement(finding: &StatementFinding) -> Branch {
    let (verdict, colour) = match (finding.matched(), finding.effect()) {
        (true, "Deny") => ("matches", RED),
        (true, _) => ("matches", GREEN),
        (false, _) => ("does not match", DIM),
    };
    let sid = finding
        .sid()
        .map_or_else(String::new, |sid| format!(" (`{sid}`)"));
    let (effect, index) = (finding.effect(), finding.index);
    Branch {
        branches: finding
            .clauses()
            .iter()
            .map(|clause| Branch::leaf(&of_clause(clause), ""))
            .collect(),
        ..Branch::leaf(
            &format!("{effect} statement {index}{sid}: {verdict}"),
            colour,
        )
    }
}

fn of_clause(clause: &ClauseFinding) -> String {
    let list = |values: &[Cow<str>]| match values {
        [] => "nothing".to_owned(),
        values => {
            let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            quoted.join(", ")
        }
    };
    let key = clause
        .key
        .as_ref()
        .map_or_else(String::new, |key| format!(" `{key}`"));
    let actual = clause
        .actual
        .as_ref()
        .map_or_else(|| "absent".to_owned(), |values| list(values));
    let wanted = list(&clause.wanted);
    format!("{}{key} is {actual}, wanted {wanted}", clause.element)
}

fn draw(text: &mut String, indent: &str, branches: &[Branch]) {
    for (index, branch) in branches.iter().enumerate() {
        let last = index + 1 == branches.len();
        let (turn, deeper) = if last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        let Branch {
            label,
            colour,
            branches,
        } = branch;
        let plain = if colour.is_empty() { "" } else { PLAIN };
        text.push_str(&format!("{indent}{turn}{colour}{label}{plain}\n"));
        draw(text, &format!("{indent}{deeper}"), branches);
    }
}
