//! Values held against the constraints of AWS's model, where the same value is an operation's parameter.

use super::place::{Place, Problems};
use wire::model::{self, Kind, Shape};

/// The shape of an operation's parameter; `Tags.Key` is a member of the elements of a list.
fn shape(operation: &str, parameter: &str) -> Option<&'static Shape> {
    let operation = model::iam().operation(operation)?;
    let mut parts = parameter.split('.');
    let mut shape = &operation.input.as_ref()?.member(parts.next()?)?.shape;
    for part in parts {
        if let Kind::List { member, .. } = &shape.kind {
            shape = member;
        }
        shape = &shape.member(part)?.shape;
    }
    Some(shape)
}

/// Refuses a text that the operation would refuse as this parameter.
pub(super) fn check(
    operation: &str,
    parameter: &str,
    value: &str,
    place: &Place,
    problems: &mut Problems,
) {
    let shape = shape(operation, parameter).expect("a test finds every parameter in the model");
    if let Err(what) = fits(shape, value) {
        problems.add(place, what);
    }
}

/// The same for a number.
pub(super) fn check_number(
    operation: &str,
    parameter: &str,
    value: u32,
    place: &Place,
    problems: &mut Problems,
) {
    let shape = shape(operation, parameter).expect("a test finds every parameter in the model");
    let Kind::Integer(bounds) = &shape.kind else {
        return;
    };
    let value = i64::from(value);
    if bounds.min.is_some_and(|min| value < min) || bounds.max.is_some_and(|max| value > max) {
        let (min, max) = (bounds.min.unwrap_or(0), bounds.max.unwrap_or(i64::MAX));
        problems.add(place, format!("{value} is not between {min} and {max}"));
    }
}

fn fits(shape: &Shape, value: &str) -> Result<(), String> {
    let Kind::String {
        length, pattern, ..
    } = &shape.kind
    else {
        return Ok(());
    };
    let count = i64::try_from(value.chars().count()).unwrap_or(i64::MAX);
    if length.min.is_some_and(|min| count < min) {
        return Err("is too short".to_owned());
    }
    if let Some(max) = length.max.filter(|max| count > *max) {
        return Err(format!("has more than {max} characters"));
    }
    match pattern.as_ref().filter(|pattern| !pattern.matches(value)) {
        Some(pattern) => Err(format!("`{value}` does not match {}", pattern.as_str())),
        None => Ok(()),
    }
}
