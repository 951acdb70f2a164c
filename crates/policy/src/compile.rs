//! A document with everything decided that does not depend on a request.

use std::collections::BTreeMap;

use crate::accept::Kind;
use crate::action::Actions;
use crate::catalogue;
use crate::condition::Clause;
use crate::document::{self, Document};
use crate::facts::Facts;
use crate::index::Index;
use crate::principal::{Grant, Principals};
use crate::refusal::{Cursor, Position};
use crate::resource::Resources;
use crate::statement::{Effect, Match, Statement};

/// A policy ready to decide with: patterns taken apart, operands read, principals resolved, statements filed by service.
#[derive(Clone, Debug)]
pub struct CompiledPolicy {
    kind: Kind,
    text: Box<str>,
    statements: Box<[Statement]>,
    allows: Index,
    denies: Index,
    positions: Box<[[Place; 2]]>,
}

/// A [`Position`] in a text of less than 4 GiB.
#[derive(Clone, Copy, Debug)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

impl CompiledPolicy {
    /// The kind of policy it was compiled as.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The document that it was compiled from, as it was given.
    pub fn text(&self) -> &str {
        &self.text
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
        let position = |place: Place| Position {
            line: place.line as usize,
            column: place.column as usize,
            offset: place.offset as usize,
        };
        Some(self.positions.get(statement)?.map(position))
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

    /// The first statement of an effect that matches and is not left out.
    pub(crate) fn first(
        &self,
        effect: Effect,
        facts: &Facts,
        left_out: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let matches = |at: u32| {
            let outcome = self.statements[at as usize].matches(facts);
            matches!(outcome, Match::Yes(_)) && !left_out(at as usize)
        };
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
    if kind == Kind::Rcp {
        // Read here, so that the first decision need not.
        catalogue::services();
    }
    let variables = document.has_variables();
    let statements: Box<[Statement]> = document
        .statements
        .iter()
        .map(|statement| compile_statement(statement, kind, variables, bindings))
        .collect();
    let mut cursor = Cursor::new(document.text());
    let mut place = |offset: u32| {
        let Position { line, column, .. } = cursor.advance(offset as usize);
        let small = |count| u32::try_from(count).unwrap_or(u32::MAX);
        Place {
            line: small(line),
            column: small(column),
            offset,
        }
    };
    let spans = document.statements.iter().map(|statement| statement.span);
    let positions = spans
        .map(|span| [place(span.start), place(span.end)])
        .collect();
    CompiledPolicy {
        kind,
        text: document.text().into(),
        allows: Index::of_effect(&statements, Effect::Allow),
        denies: Index::of_effect(&statements, Effect::Deny),
        positions,
        statements,
    }
}

fn compile_statement(
    text: &document::Statement,
    kind: Kind,
    variables: bool,
    bindings: &BTreeMap<String, String>,
) -> Statement {
    let principals = match (&text.principal, kind.is_of_resource()) {
        (Some(element), true) => Principals::compile(kind, element.not, &element.values, bindings),
        (Some(element), false) => Principals::compile_misplaced(&element.values),
        (None, true) => Principals::Nobody,
        (None, false) => Principals::Caller,
    };
    // A case that only legacy parsing refuses reads as what it says (G-8).
    let denies = text.effect.value.eq_ignore_ascii_case("Deny");
    Statement {
        sid: text
            .sid
            .as_ref()
            .filter(|sid| !sid.value.is_empty())
            .map(|sid| sid.value.as_str().into()),
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
