//! Conditions: operators, the operands they compare with, and what a context makes of them (spec 3).

mod clause;
mod date;
mod decimal;
mod ip;
mod literal;
mod operand;
mod operator;

pub(crate) use clause::Clause;
pub(crate) use literal::{is_date, is_network, is_number, well_formed};
pub(crate) use operator::{Operator, Set, Test};
