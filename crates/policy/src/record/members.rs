//! Reading the objects of a record: every member is known and given once.

use std::fmt;

use smol_str::{SmolStr, format_smolstr};

use crate::json::{Node, Span, Value};
use crate::refusal::Position;

/// Why a text is no decision record, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The record's id, where that could be read.
    pub id: Option<SmolStr>,
    /// What is wrong, in words.
    pub message: String,
    /// Where in the record's text it begins.
    pub position: Position,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column, .. } = self.position;
        write!(f, "line {line}, column {column}: {}", self.message)
    }
}

impl std::error::Error for Malformed {}

/// What is wrong at a byte of a record, before its id is known.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) offset: usize,
    pub(super) message: String,
}

impl Wrong {
    pub(super) fn at(span: Span, message: impl Into<String>) -> Wrong {
        Wrong {
            offset: span.start as usize,
            message: message.into(),
        }
    }
}

/// An object of a record. A member that is null counts as absent.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    name: &'static str,
    node: &'a Node,
}

impl<'a> Members<'a> {
    /// The object called `name`, if it has no other members than `known` and none twice.
    pub(super) fn of(
        name: &'static str,
        node: &'a Node,
        known: &[&str],
    ) -> Result<Members<'a>, Wrong> {
        let Some(members) = node.members() else {
            return Err(Wrong::at(
                node.span,
                format!("`{name}` must be an object, not {}", noun(node)),
            ));
        };
        for (index, member) in members.iter().enumerate() {
            if !known.contains(&member.key.as_str()) {
                return Err(Wrong::at(
                    member.key_span,
                    format!("unknown member `{}` of `{name}`", member.key),
                ));
            }
            if members[..index].iter().any(|other| other.key == member.key) {
                return Err(Wrong::at(
                    member.key_span,
                    format!("`{name}` has `{}` twice", member.key),
                ));
            }
        }
        Ok(Members { name, node })
    }

    pub(super) fn span(&self) -> Span {
        self.node.span
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        let node = &self.node.member(key)?.node;
        (node.value != Value::Null).then_some(node)
    }

    pub(super) fn required(&self, key: &str) -> Result<&'a Node, Wrong> {
        self.get(key)
            .ok_or_else(|| Wrong::at(self.node.span, format!("`{}` has no `{key}`", self.name)))
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<&'a SmolStr>, Wrong> {
        self.get(key).map(|node| text(key, node)).transpose()
    }

    pub(super) fn required_text(&self, key: &str) -> Result<&'a SmolStr, Wrong> {
        text(key, self.required(key)?)
    }

    /// False where it is absent.
    pub(super) fn flag(&self, key: &str) -> Result<bool, Wrong> {
        match self.get(key).map(|node| (node, &node.value)) {
            None => Ok(false),
            Some((_, Value::Bool(flag))) => Ok(*flag),
            Some((node, _)) => Err(Wrong::at(
                node.span,
                format!("`{key}` must be true or false, not {}", noun(node)),
            )),
        }
    }
}

/// The text of a string that is not empty.
pub(super) fn text<'a>(name: &str, node: &'a Node) -> Result<&'a SmolStr, Wrong> {
    match node.text() {
        Some(text) if text.is_empty() => Err(Wrong::at(node.span, format!("`{name}` is empty"))),
        Some(text) => Ok(text),
        None => Err(Wrong::at(
            node.span,
            format!("`{name}` must be a string, not {}", noun(node)),
        )),
    }
}

/// The elements of a list.
pub(super) fn list<'a>(name: &str, node: &'a Node) -> Result<&'a [Node], Wrong> {
    match &node.value {
        Value::Array(elements) => Ok(elements),
        _ => Err(Wrong::at(
            node.span,
            format!("`{name}` must be a list, not {}", noun(node)),
        )),
    }
}

/// What a value is, in words.
pub(super) fn noun(node: &Node) -> SmolStr {
    match &node.value {
        Value::Null => "null".into(),
        Value::Bool(flag) => format_smolstr!("{flag}"),
        Value::Number(number) => format_smolstr!("the number {number}"),
        Value::String(_) => "a string".into(),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
    }
}
