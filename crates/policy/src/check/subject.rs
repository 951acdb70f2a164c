//! A document as rules look at it.

use super::finding::Edit;
use crate::accept::Kind;
use crate::document::{ConditionText, Document, PrincipalElement, Statement, Text};
use crate::json::{Node, Span};

/// A document whose grammar is right, with its JSON and the kind of policy it is.
pub(super) struct Subject<'a> {
    pub(super) text: &'a str,
    pub(super) root: &'a Node,
    pub(super) document: &'a Document,
    pub(super) kind: Kind,
}

impl<'a> Subject<'a> {
    pub(super) fn statements(&self) -> &'a [Statement] {
        &self.document.statements
    }

    /// Every string of every `Action` and `NotAction`.
    pub(super) fn actions(&self) -> impl Iterator<Item = &'a Text> {
        self.statements().iter().flat_map(actions)
    }

    /// Every string of every `Resource` and `NotResource`.
    pub(super) fn resources(&self) -> impl Iterator<Item = &'a Text> {
        self.statements().iter().flat_map(resources)
    }

    /// Every key under every operator.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&'a Statement, &'a ConditionText)> {
        self.statements()
            .iter()
            .flat_map(|statement| statement.conditions.iter().map(move |it| (statement, it)))
    }

    /// True for policies that belong to a principal.
    pub(super) fn is_of_principal(&self) -> bool {
        !self.kind.is_of_resource() && self.kind != Kind::Scp
    }

    /// The change that takes a value or a member out of its list or object, with its comma.
    pub(super) fn removal(&self, span: Span) -> Option<Edit> {
        super::edit::removal(self.text, self.root, span)
    }
}

/// The strings of a statement's `Action` or `NotAction`.
pub(super) fn actions(statement: &Statement) -> &[Text] {
    statement.action.as_ref().map_or(&[], |it| &it.values)
}

/// The strings of a statement's `Resource` or `NotResource`.
pub(super) fn resources(statement: &Statement) -> &[Text] {
    statement.resource.as_ref().map_or(&[], |it| &it.values)
}

/// Whether a statement has `NotAction`.
pub(super) fn has_not_action(statement: &Statement) -> bool {
    statement.action.as_ref().is_some_and(|it| it.not)
}

/// Whether a statement has `NotResource`.
pub(super) fn has_not_resource(statement: &Statement) -> bool {
    statement.resource.as_ref().is_some_and(|it| it.not)
}

pub(super) fn allows(statement: &Statement) -> bool {
    statement.effect.value.eq_ignore_ascii_case("Allow")
}

/// Every string under a key of a `Principal`, with that key; the bare `"*"` has the key `AWS`.
pub(super) fn principals(statement: &Statement) -> Vec<(&str, &Text)> {
    match statement
        .principal
        .as_ref()
        .filter(|it| !it.not)
        .map(|it| &it.values)
    {
        Some(PrincipalElement::Scalar(text)) => vec![("AWS", text)],
        Some(PrincipalElement::Map(entries)) => entries
            .iter()
            .flat_map(|entry| {
                entry
                    .values
                    .iter()
                    .map(|text| (entry.key.value.as_str(), text))
            })
            .collect(),
        None => Vec::new(),
    }
}

/// Whether a statement has a condition on one of the keys, whatever the operator.
pub(super) fn tests_key(statement: &Statement, keys: &[&str]) -> bool {
    let named = |condition: &ConditionText| {
        keys.iter()
            .any(|key| key.eq_ignore_ascii_case(&condition.key.value))
    };
    statement.conditions.iter().any(named)
}

/// The keys of the policy variables in a string, without their defaults.
pub(super) fn variables(text: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("${") {
        let Some((inside, after)) = behind.split_once('}') else {
            break;
        };
        if !matches!(inside, "*" | "?" | "$") {
            keys.push(inside.split_once(", ").map_or(inside, |(key, _)| key));
        }
        rest = after;
    }
    keys
}
