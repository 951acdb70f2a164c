//! The walk over model and parameters.

use crate::model::{Bounds, Kind, Member, Operation, Shape};
use crate::params::Params;
use crate::query::Node;
use crate::query::scalar::{self, Malformed};

use super::finding::{Constraint, Finding, Findings, Invalid, Violation, all_constraints, shown};
use super::sentence;

/// The shape whose values are told to the caller but never logged.
const CONFIDENTIAL: &str = "externalIdType";

/// Refuses parameters that violate the model, with every violation in AWS's one message (S-11).
///
/// The order of violations is the model's order of members, depth first; of one text: pattern, lengths, enum.
/// AWS's own order varies between calls. Of some patterns IAM has a sentence, where nothing else is wrong. A parameter of
/// the wrong shape (S-12: `900.0` for a number) is reported alone, as `MalformedInput`. Parameters that the model does not
/// know are ignored. Lengths count characters.
///
/// ```
/// let create_user = wire::model::iam().operation("CreateUser").unwrap();
/// let params = wire::Params::parse("", b"UserName=a+b&Path=x", 100).unwrap();
/// let refused = wire::validate(create_user, &params).unwrap_err();
/// assert_eq!(refused.code, "ValidationError");
/// assert_eq!(refused.message, concat!(
///     "2 validation errors detected: Value 'x' at 'path' failed to satisfy constraint: ",
///     r"Member must satisfy regular expression pattern: (\u002F)|(\u002F[\u0021-\u007E]+\u002F); ",
///     "Value 'a b' at 'userName' failed to satisfy constraint: ",
///     r"Member must satisfy regular expression pattern: [\w+=,.@-]+",
/// ));
/// ```
pub fn validate(operation: &Operation, params: &Params) -> Result<(), Invalid> {
    let Some(input) = &operation.input else {
        return Ok(());
    };
    let mut walk = Walk {
        sentences: operation.sentences,
        path: String::new(),
        findings: Findings::default(),
    };
    walk.structure(input.members(), Node::root(params))?;
    walk.findings.into_result()
}

struct Walk {
    sentences: bool,
    path: String,
    findings: Findings,
}

impl Walk {
    fn structure(&mut self, members: &[Member], node: Node<'_>) -> Result<(), Malformed> {
        node.members()?;
        for member in members {
            match node.child(&member.name) {
                Some(child) => self.below(&member.path, |walk| walk.value(&member.shape, child))?,
                None if member.required => self.below(&member.path, |walk| {
                    walk.find_one(None, &Constraint::NotNull);
                    Ok(())
                })?,
                None => {}
            }
        }
        Ok(())
    }

    fn value(&mut self, shape: &Shape, node: Node<'_>) -> Result<(), Malformed> {
        match &shape.kind {
            Kind::Structure(members) => self.structure(members, node),
            Kind::List { member, length } => self.list(shape, member, *length, node),
            Kind::Map { key, value, length } => self.map(shape, key, value, *length, node),
            _ => {
                let violated = violated(shape, node)?;
                for constraint in violated {
                    self.find_one(Some((shape, node)), &constraint);
                }
                Ok(())
            }
        }
    }

    fn list(
        &mut self,
        shape: &Shape,
        member: &Shape,
        length: Bounds,
        node: Node<'_>,
    ) -> Result<(), Malformed> {
        if let Some(constraint) = outside(length, node.elements()?.count()) {
            self.find_one(Some((shape, node)), &constraint);
        }
        let mut elements_violate = false;
        for (position, (_, element)) in node.elements()?.enumerate() {
            if is_scalar(member) {
                elements_violate |= !violated(member, element)?.is_empty();
            } else {
                let step = format!("{}.member", position + 1);
                self.below(&step, |walk| walk.value(member, element))?;
            }
        }
        if elements_violate {
            let constraint = format!(
                "Member must satisfy constraint: {}",
                all_constraints(member)
            );
            self.find((shape, node), constraint);
        }
        Ok(())
    }

    fn map(
        &mut self,
        shape: &Shape,
        key: &Shape,
        value: &Shape,
        length: Bounds,
        node: Node<'_>,
    ) -> Result<(), Malformed> {
        let entries = node.entries()?;
        if let Some(constraint) = outside(length, entries.len()) {
            self.find_one(Some((shape, node)), &constraint);
        }
        let (mut keys_violate, mut values_violate) = (false, false);
        for (name, element) in entries {
            keys_violate |= !violated_by(key, name)?.is_empty();
            if is_scalar(value) {
                values_violate |= !violated(value, element)?.is_empty();
            } else {
                let step = format!("{}.member", shown(name));
                self.below(&step, |walk| walk.value(value, element))?;
            }
        }
        for (violate, what, inner) in [
            (keys_violate, "keys", key),
            (values_violate, "value", value),
        ] {
            if violate {
                let constraint = format!(
                    "Map {what} must satisfy constraint: {}",
                    all_constraints(inner)
                );
                self.find((shape, node), constraint);
            }
        }
        Ok(())
    }

    /// Runs a step with the path lengthened.
    fn below(
        &mut self,
        segment: &str,
        step: impl FnOnce(&mut Walk) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(segment);
        let result = step(self);
        self.path.truncate(length);
        result
    }

    /// A value, or the absence of one, violates a constraint.
    fn find_one(&mut self, value: Option<(&Shape, Node<'_>)>, constraint: &Constraint<'_>) {
        let confidential = value.is_some_and(|(shape, _)| shape.name == CONFIDENTIAL);
        let sentence = match (constraint, value) {
            (Constraint::Pattern(_), Some((shape, _))) if self.sentences => {
                sentence::of(&shape.name, &self.path)
            }
            _ => None,
        };
        self.push(
            value,
            confidential,
            constraint.kind(),
            constraint.to_string(),
            sentence,
        );
    }

    /// An element of this list or map violates its constraints.
    fn find(&mut self, value: (&Shape, Node<'_>), constraint: String) {
        self.push(Some(value), false, Violation::Element, constraint, None);
    }

    fn push(
        &mut self,
        value: Option<(&Shape, Node<'_>)>,
        confidential: bool,
        kind: Violation,
        constraint: String,
        sentence: Option<String>,
    ) {
        let path = &self.path;
        self.findings.push(|| {
            let value = value.map(|(shape, node)| {
                let mut text = String::new();
                render(shape, node, &mut text);
                shown(&text)
            });
            Finding {
                value,
                confidential,
                path: path.clone(),
                kind,
                constraint,
                sentence,
            }
        });
    }
}

fn is_scalar(shape: &Shape) -> bool {
    !matches!(
        shape.kind,
        Kind::Structure(_) | Kind::List { .. } | Kind::Map { .. }
    )
}

fn violated<'m>(shape: &'m Shape, node: Node<'_>) -> Result<Vec<Constraint<'m>>, Malformed> {
    violated_by(shape, node.scalar()?)
}

/// The constraints of a scalar shape that a text violates.
fn violated_by<'m>(shape: &'m Shape, text: &str) -> Result<Vec<Constraint<'m>>, Malformed> {
    let mut violated = Vec::new();
    match &shape.kind {
        Kind::String {
            length,
            pattern,
            values,
        } => {
            if let Some(pattern) = pattern.as_ref().filter(|pattern| !pattern.matches(text)) {
                violated.push(Constraint::Pattern(pattern.as_str()));
            }
            if *length != Bounds::default() {
                violated.extend(outside(*length, text.chars().count()));
            }
            if !values.is_empty() && values.iter().all(|value| value != text) {
                violated.push(Constraint::Enum(values));
            }
        }
        Kind::Integer(bounds) => {
            violated.extend(beyond(*bounds, i64::from(scalar::integer::<i32>(text)?)))
        }
        Kind::Long(bounds) => violated.extend(beyond(*bounds, scalar::integer(text)?)),
        Kind::Boolean => {
            scalar::boolean(text)?;
        }
        Kind::Timestamp => {
            text.parse::<jiff::Timestamp>()
                .map_err(|_| Malformed::BadTimestamp)?;
        }
        Kind::Blob(length) => violated.extend(outside(*length, scalar::blob(text)?.len())),
        Kind::Structure(_) | Kind::List { .. } | Kind::Map { .. } => {}
    }
    Ok(violated)
}

fn outside<'m>(length: Bounds, count: usize) -> Option<Constraint<'m>> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    match length {
        Bounds { max: Some(max), .. } if count > max => Some(Constraint::LengthAtMost(max)),
        Bounds { min: Some(min), .. } if count < min => Some(Constraint::LengthAtLeast(min)),
        _ => None,
    }
}

fn beyond<'m>(range: Bounds, value: i64) -> Option<Constraint<'m>> {
    match range {
        Bounds { max: Some(max), .. } if value > max => Some(Constraint::ValueAtMost(max)),
        Bounds { min: Some(min), .. } if value < min => Some(Constraint::ValueAtLeast(min)),
        _ => None,
    }
}

/// A value as Java prints it: `[a, b]`, `{key=a, value=b}`. Secrets are `***` wherever they stand.
fn render(shape: &Shape, node: Node<'_>, out: &mut String) {
    if shape.sensitive {
        out.push_str("***");
        return;
    }
    match &shape.kind {
        Kind::Structure(members) => {
            let given = members
                .iter()
                .filter_map(|member| node.child(&member.name).map(|child| (member, child)));
            surrounded(out, "{}", given, |out, (member, child)| {
                out.push_str(&member.path);
                out.push('=');
                render(&member.shape, child, out);
            });
        }
        Kind::List { member, .. } => {
            let elements = node.elements().into_iter().flatten();
            surrounded(out, "[]", elements, |out, (_, element)| {
                render(member, element, out)
            });
        }
        Kind::Map { key, value, .. } => {
            surrounded(
                out,
                "{}",
                node.entries().unwrap_or_default(),
                |out, (name, element)| {
                    out.push_str(if key.sensitive { "***" } else { name });
                    out.push('=');
                    render(value, element, out);
                },
            );
        }
        Kind::Integer(_) | Kind::Long(_) => {
            // The number, not its text: `01001` is told as 1001.
            let number = node
                .scalar()
                .and_then(scalar::integer::<i64>)
                .unwrap_or_default();
            out.push_str(&number.to_string());
        }
        Kind::String { .. } | Kind::Boolean | Kind::Timestamp | Kind::Blob(_) => {
            out.push_str(node.scalar().unwrap_or_default());
        }
    }
}

fn surrounded<T>(
    out: &mut String,
    brackets: &str,
    items: impl IntoIterator<Item = T>,
    mut each: impl FnMut(&mut String, T),
) {
    out.push_str(&brackets[..1]);
    for (index, item) in items.into_iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        each(out, item);
    }
    out.push_str(&brackets[1..]);
}
