//! Conditions: operators, the operands they are compared with, and what a context makes of them (spec 3).

mod operator;

pub(crate) use operator::Operator;
