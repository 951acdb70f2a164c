//! The values of a condition, read once for the operator that compares with them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::date;
use super::decimal::{Decimal, Number};
use super::ip::{Address, Network};
use super::operator::{Operator, Order, Test};
use crate::arn::{self, ArnMatch, ArnOperand};
use crate::context::Context;
use crate::document::Text;
use crate::pattern::{Case, Pattern, Syntax};

/// The operands of one key under one operator. A `None` is a value that the operator cannot read: it is never hit.
#[derive(Clone, Debug)]
pub(crate) enum Operands {
    Exact(Box<[Pattern]>),
    IgnoreCase(Box<[Pattern]>),
    Like(Box<[Pattern]>),
    Numeric(Order, Box<[Option<Number>]>),
    Date(Order, Box<[Option<i128>]>),
    Bool(Box<[bool]>),
    Binary(Box<[Option<Vec<u8>>]>),
    Ip(Box<[Option<Network>]>),
    Arn(Box<[ArnOperand]>),
    /// Whether absence is wanted.
    Null(Box<[bool]>),
}

/// How a request's value compares with the operands of the positive operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Hit,
    Miss,
    /// The request's value is not what the operator compares: neither it nor its negation holds (C-30, C-34).
    NoAddress,
    /// An operand that is no ARN was reached before a hit (C-35).
    NoArnOperand,
}

impl Operands {
    /// Reads the values of a condition.
    pub(crate) fn parse(operator: Operator, texts: &[Text], variables: bool) -> Operands {
        let variables = variables && operator.expands_variables();
        let pattern = |wildcards| {
            move |text: &Text| {
                Pattern::parse(
                    &text.value,
                    Syntax {
                        wildcards,
                        variables,
                    },
                )
            }
        };
        let texts = texts.iter();
        match operator.test {
            Test::StringEquals => Operands::Exact(texts.map(pattern(false)).collect()),
            Test::StringEqualsIgnoreCase => {
                Operands::IgnoreCase(texts.map(pattern(false)).collect())
            }
            Test::StringLike => Operands::Like(texts.map(pattern(true)).collect()),
            Test::Numeric(order) => Operands::Numeric(
                order,
                texts.map(|text| Number::parse(&text.value)).collect(),
            ),
            Test::Date(order) => {
                Operands::Date(order, texts.map(|text| date::parse(&text.value)).collect())
            }
            Test::Bool => Operands::Bool(texts.map(|text| is_true(&text.value)).collect()),
            Test::BinaryEquals => Operands::Binary(
                texts
                    .map(|text| STANDARD.decode(&text.value).ok())
                    .collect(),
            ),
            Test::IpAddress => {
                Operands::Ip(texts.map(|text| Network::parse(&text.value)).collect())
            }
            Test::ArnLike => Operands::Arn(
                texts
                    .map(|text| ArnOperand::parse(&text.value, variables))
                    .collect(),
            ),
            Test::Null => Operands::Null(texts.map(|text| is_true(&text.value)).collect()),
        }
    }

    /// Compares one value of a request with the operands.
    pub(crate) fn compare(&self, value: &str, cx: &Context) -> Comparison {
        let hit = match self {
            Operands::Exact(patterns) | Operands::Like(patterns) => patterns
                .iter()
                .any(|pattern| pattern.matches(value, Case::Sensitive, cx) == Some(true)),
            Operands::IgnoreCase(patterns) => patterns
                .iter()
                .any(|pattern| pattern.matches_lower_cased(value, cx) == Some(true)),
            Operands::Numeric(order, numbers) => Decimal::parse(value).is_some_and(|value| {
                numbers
                    .iter()
                    .flatten()
                    .any(|number| order.holds(value.compare(&number.as_decimal())))
            }),
            Operands::Date(order, instants) => date::parse(value).is_some_and(|value| {
                instants
                    .iter()
                    .flatten()
                    .any(|instant| order.holds(value.cmp(instant)))
            }),
            Operands::Bool(wanted) => wanted.contains(&is_true(value)),
            Operands::Binary(operands) => operands
                .iter()
                .flatten()
                .any(|bytes| bytes == value.as_bytes()),
            Operands::Ip(networks) => {
                let Some(address) = Address::parse(value) else {
                    return Comparison::NoAddress;
                };
                networks
                    .iter()
                    .flatten()
                    .any(|network| network.contains(address))
            }
            Operands::Arn(operands) => return compare_arns(operands, value, cx),
            // A present key; absence never comes here.
            Operands::Null(absence_wanted) => absence_wanted.contains(&false),
        };
        if hit {
            Comparison::Hit
        } else {
            Comparison::Miss
        }
    }
}

fn compare_arns(operands: &[ArnOperand], value: &str, cx: &Context) -> Comparison {
    let Some(parts) = arn::split(value) else {
        return Comparison::NoAddress;
    };
    for operand in operands {
        match operand.compare(&parts, cx) {
            ArnMatch::Hit => return Comparison::Hit,
            ArnMatch::Malformed => return Comparison::NoArnOperand,
            ArnMatch::Miss => {}
        }
    }
    Comparison::Miss
}

/// Anything but `true`, in any case, is false (C-23, C-38).
fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}
