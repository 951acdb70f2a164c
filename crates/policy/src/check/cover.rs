//! Whether a statement speaks of every request that another one speaks of.

use super::glob::{action_covers, resource_covers};
use super::subject::{actions, has_not_action, has_not_resource, principals, resources};
use crate::document::{ConditionText, Element, PrincipalElement, Statement, Text};

/// Whether the first statement speaks of every request that the second speaks of. Sound, not complete.
pub(super) fn statement_covers(wide: &Statement, narrow: &Statement) -> bool {
    conditions_cover(wide, narrow)
        && principals_cover(wide, narrow)
        && element_covers(wide.action.as_ref(), narrow.action.as_ref(), || {
            !has_not_action(wide)
                && !has_not_action(narrow)
                && all_covered(actions(wide), actions(narrow), action_covers)
        })
        && element_covers(wide.resource.as_ref(), narrow.resource.as_ref(), || {
            !has_not_resource(wide)
                && !has_not_resource(narrow)
                && all_covered(resources(wide), resources(narrow), resource_covers)
        })
}

/// Longer lists are not compared.
const VALUES_MAX: usize = 200;

fn all_covered(wide: &[Text], narrow: &[Text], covers: fn(&str, &str) -> bool) -> bool {
    wide.len() <= VALUES_MAX
        && !narrow.is_empty()
        && narrow.len() <= VALUES_MAX
        && narrow
            .iter()
            .all(|it| wide.iter().any(|other| covers(&other.value, &it.value)))
}

/// Covered if both are the same, exceptions included, or if the lists say so.
fn element_covers(
    wide: Option<&Element<Vec<Text>>>,
    narrow: Option<&Element<Vec<Text>>>,
    lists: impl Fn() -> bool,
) -> bool {
    match (wide, narrow) {
        (None, None) => true,
        (Some(wide), Some(narrow)) => {
            (wide.not == narrow.not && same(&wide.values, &narrow.values)) || lists()
        }
        (None, Some(_)) | (Some(_), None) => false,
    }
}

fn same(left: &[Text], right: &[Text]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| left.value == right.value)
}

/// No condition, or only conditions that the other statement has as well.
fn conditions_cover(wide: &Statement, narrow: &Statement) -> bool {
    let has = |condition: &ConditionText| {
        narrow.conditions.iter().any(|other| {
            other.operator == condition.operator
                && other.key.value.eq_ignore_ascii_case(&condition.key.value)
                && same(&other.values, &condition.values)
        })
    };
    wide.conditions.len() <= VALUES_MAX
        && narrow.conditions.len() <= VALUES_MAX
        && wide.conditions.iter().all(has)
}

/// Everyone, or everyone whom the other statement names.
fn principals_cover(wide: &Statement, narrow: &Statement) -> bool {
    let (wide_element, narrow_element) = match (&wide.principal, &narrow.principal) {
        (None, None) => return true,
        (Some(wide), Some(narrow)) => (wide, narrow),
        (None, Some(_)) | (Some(_), None) => return false,
    };
    if wide_element.not || narrow_element.not {
        return false;
    }
    if matches!(&wide_element.values, PrincipalElement::Scalar(text) if text.value == "*") {
        // What only federation calls match is not everyone's (M-28).
        return principals(narrow)
            .iter()
            .all(|(key, _)| *key != "Federated");
    }
    let (wide, narrow) = (principals(wide), principals(narrow));
    let named = |(key, text): &(&str, &Text)| {
        wide.iter()
            .any(|(other, it)| other == key && it.value == text.value)
    };
    wide.len() <= VALUES_MAX && !narrow.is_empty() && narrow.iter().all(named)
}
