//! The literal values of conditions: those that their operator cannot read are refused when a document is stored (G-33).

use super::statement::Breach;
use crate::condition::{Test, well_formed};
use crate::document::Document;
use crate::unconfirmed;

/// Every literal is one that its operator reads.
pub(super) fn all(document: &Document) -> Result<(), Breach> {
    of_operators(document, |_| true)
}

/// Every literal of `BinaryEquals` is base64: all that STS checks in session policies (G-40).
pub(super) fn binary(document: &Document) -> Result<(), Breach> {
    of_operators(document, |test| test == Test::BinaryEquals)
}

fn of_operators(document: &Document, checked: fn(Test) -> bool) -> Result<(), Breach> {
    let variables = document.has_variables();
    let conditions = document
        .statements
        .iter()
        .flat_map(|statement| &statement.conditions);
    for condition in conditions.filter(|condition| checked(condition.operator.test)) {
        for value in &condition.values {
            if !well_formed(condition.operator, &value.value, variables) {
                return Err(Breach::at(value.span, unconfirmed::LITERAL_REFUSED));
            }
        }
    }
    Ok(())
}
