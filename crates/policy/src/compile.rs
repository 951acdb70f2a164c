//! A document with everything decided that does not depend on a request.

use std::collections::BTreeMap;

use crate::accept::Kind;
use crate::action::Actions;
use crate::condition::Clause;
use crate::document::{self, Document};
use crate::facts::Facts;
use crate::index::Index;
use crate::principal::{Grant, Principals};
use crate::refusal::{Cursor, Position};
use crate::resource::Resources;
use crate::statement::{Effect, Match, Statement, Written};

/// A policy ready to decide with: patterns taken apart, operands read, principals resolved, statements filed by service.
#[derive(Clone, Debug)]
pub struct CompiledPolicy {
    kind: Kind,
    statements: Box<[Statement]>,
    allows: Index,
    denies: Index,
    positions: Box<[[Position; 2]]>,
}

impl CompiledPolicy {
    /// The kind of policy it was compiled as.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The number of statements.
    pub fn statement_count(&self) -> usize {
        self.statements.len()
    }

    /// The `Sid` of a statement, if it has one that is not empty.
    pub fn sid(&self, statement: usize) -> Option<&str> {
        self.statements.get(statement)?.sid.as_deref()
    }

    /// Where a statement's opening brace stands, and the place after its closing brace.
    pub fn positions(&self, statement: usize) -> Option<[Position; 2]> {
        self.positions.get(statement).copied()
    }

    /// A policy that allows everything to everyone: what explanations try out.
    pub(crate) fn allowing_everything(kind: Kind) -> CompiledPolicy {
        CompiledPolicy::of_statements(
            kind,
            Box::from([Statement::allowing_everything()]),
            Box::default(),
        )
    }

    /// The same policy with a statement that allows everything to everyone.
    pub(crate) fn and_everything(&self) -> CompiledPolicy {
        let statements = self
            .statements
            .iter()
            .cloned()
            .chain([Statement::allowing_everything()])
            .collect();
        CompiledPolicy::of_statements(self.kind, statements, Box::default())
    }

    /// The same policy without the statements of those indexes.
    pub(crate) fn without(&self, dropped: &[usize]) -> CompiledPolicy {
        let kept = |(index, statement): (usize, &Statement)| {
            (!dropped.contains(&index)).then(|| statement.clone())
        };
        let statements = self
            .statements
            .iter()
            .enumerate()
            .filter_map(kept)
            .collect();
        CompiledPolicy::of_statements(self.kind, statements, Box::default())
    }

    fn of_statements(
        kind: Kind,
        statements: Box<[Statement]>,
        positions: Box<[[Position; 2]]>,
    ) -> CompiledPolicy {
        CompiledPolicy {
            kind,
            allows: Index::of_effect(&statements, Effect::Allow),
            denies: Index::of_effect(&statements, Effect::Deny),
            positions,
            statements,
        }
    }

    /// Every statement, in the order of the document.
    pub(crate) fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Lists of the statements of an effect that may match, by their indexes; several may hold the same one.
    fn lists(&self, effect: Effect, facts: &Facts) -> impl Iterator<Item = &[u32]> {
        let index = match effect {
            Effect::Allow => &self.allows,
            Effect::Deny => &self.denies,
        };
        index.lists(facts)
    }

    /// The statements of an effect that match, in no order, and how closely they name the caller.
    pub(crate) fn matching(
        &self,
        effect: Effect,
        facts: &Facts,
    ) -> impl Iterator<Item = (usize, Grant)> {
        let statements = self.lists(effect, facts).flatten();
        statements.filter_map(|&at| match self.statements[at as usize].matches(facts) {
            Match::Yes(grant) => Some((at as usize, grant)),
            Match::No(_) => None,
        })
    }

    /// The first statement of an effect that matches.
    pub(crate) fn first(&self, effect: Effect, facts: &Facts) -> Option<usize> {
        let matches =
            |at: u32| matches!(self.statements[at as usize].matches(facts), Match::Yes(_));
        let mut first = u32::MAX;
        for list in self.lists(effect, facts) {
            let mut earlier = list.iter().copied().take_while(|&at| at < first);
            first = earlier.find(|&at| matches(at)).unwrap_or(first);
        }
        (first < u32::MAX).then_some(first as usize)
    }
}

/// Compiles a document. Never fails: what cannot be understood matches nothing.
///
/// `bindings` gives the unique ids that the ARNs of its principals were bound to when it was stored (G-24); without
/// them principals are compared by ARN (M-22). A canonical user id may be bound to the account id it stands for.
pub fn compile(
    document: &Document,
    kind: Kind,
    bindings: &BTreeMap<String, String>,
) -> CompiledPolicy {
    let variables = document.has_variables();
    let statements: Box<[Statement]> = document
        .statements
        .iter()
        .map(|statement| compile_statement(statement, kind, variables, bindings))
        .collect();
    let mut cursor = Cursor::new(document.text());
    let mut place = |offset: u32| cursor.advance(offset as usize);
    let spans = document.statements.iter().map(|statement| statement.span);
    let positions = spans
        .map(|span| [place(span.start), place(span.end)])
        .collect();
    CompiledPolicy::of_statements(kind, statements, positions)
}

fn compile_statement(
    text: &document::Statement,
    kind: Kind,
    variables: bool,
    bindings: &BTreeMap<String, String>,
) -> Statement {
    let principals = match (&text.principal, kind.is_of_resource()) {
        (Some(element), true) => Principals::compile(element.not, &element.values, bindings),
        (Some(_), false) => Principals::Misplaced,
        (None, true) => Principals::Nobody,
        (None, false) => Principals::Caller,
    };
    // A case that only legacy parsing refuses reads as what it says (G-8).
    let denies = text.effect.value.eq_ignore_ascii_case("Deny");
    Statement {
        written: written(text),
        sid: text
            .sid
            .as_ref()
            .map(|sid| sid.value.clone())
            .filter(|sid| !sid.is_empty()),
        effect: if denies { Effect::Deny } else { Effect::Allow },
        principals,
        actions: Actions::compile(text.action.as_ref()),
        resources: Resources::compile(text.resource.as_ref(), kind, variables),
        conditions: text
            .conditions
            .iter()
            .map(|condition| Clause::compile(condition, variables))
            .collect(),
    }
}

fn written(text: &document::Statement) -> Written {
    let values = |element: &Option<document::Element<Vec<document::Text>>>| {
        element
            .iter()
            .flat_map(|element| &element.values)
            .map(|text| text.value.clone())
            .collect()
    };
    let principals = match text.principal.as_ref().map(|element| &element.values) {
        Some(document::PrincipalElement::Scalar(text)) => Box::from([text.value.clone()]),
        Some(document::PrincipalElement::Map(entries)) => entries
            .iter()
            .flat_map(|entry| &entry.values)
            .map(|text| text.value.clone())
            .collect(),
        None => Box::default(),
    };
    Written {
        actions: values(&text.action),
        resources: values(&text.resource),
        principals,
    }
}
