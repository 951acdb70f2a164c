//! The values of a condition, read once for the operator that compares with them.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::date;
use super::decimal::Decimal;
use super::ip::{Address, Network};
use super::operator::{Operator, Order, Test};
use crate::arn;
use crate::context::Context;
use crate::document::Text;
use crate::pattern::Pattern;
use crate::tokens::{ArnMatch, Case, Syntax};

/// The operands of one key under one operator.
#[derive(Clone, Debug)]
pub(crate) enum Operands {
    Exact(Box<[Pattern]>),
    IgnoreCase(Box<[Pattern]>),
    Like(Box<[Pattern]>),
    Arn(Box<[Pattern]>),
    /// As they are written: reading a number takes no longer than comparing with one that was read.
    Numeric(Order, Box<[Box<str>]>),
    Date(Order, Box<[Read<i128>]>),
    Bool(Box<[Box<str>]>),
    Binary(Box<[Read<Box<[u8]>>]>),
    Ip(Box<[Read<Network>]>),
    /// Whether absence is wanted.
    Null(Box<[Box<str>]>),
}

/// A value and what it means; one that the operator cannot read is never hit.
#[derive(Clone, Debug)]
pub(crate) struct Read<T> {
    written: Box<str>,
    meaning: Option<T>,
}

/// How a request's value compares with the operands of the positive operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Hit,
    Miss,
    /// The request's value is not what the operator compares: neither it nor its negation holds (C-30, C-34; for numbers in
    /// simulations only, C-19).
    Incomparable,
    /// An operand that is no ARN was reached before a hit (C-35).
    NoArnOperand,
}

impl Operands {
    /// Reads the values of a condition.
    pub(crate) fn parse(operator: Operator, texts: &[Text], variables: bool) -> Operands {
        let patterns = |wildcards| {
            let syntax = Syntax {
                wildcards,
                variables: variables && operator.expands_variables(),
            };
            let parse = |text: &Text| Pattern::parse(&text.value, syntax);
            texts.iter().map(parse).collect()
        };
        let written = || {
            texts
                .iter()
                .map(|text| text.value.as_str().into())
                .collect()
        };
        match operator.test {
            Test::StringEquals => Operands::Exact(patterns(false)),
            Test::StringEqualsIgnoreCase => Operands::IgnoreCase(patterns(false)),
            Test::StringLike => Operands::Like(patterns(true)),
            Test::ArnLike => Operands::Arn(patterns(true)),
            Test::Numeric(order) => Operands::Numeric(order, written()),
            Test::Date(order) => Operands::Date(order, Read::all(texts, date::parse)),
            Test::Bool => Operands::Bool(written()),
            Test::BinaryEquals => Operands::Binary(Read::all(texts, |text| {
                STANDARD.decode(text).ok().map(Vec::into_boxed_slice)
            })),
            Test::IpAddress => Operands::Ip(Read::all(texts, Network::parse)),
            Test::Null => Operands::Null(written()),
        }
    }

    /// The values as they stand in the policy.
    pub(crate) fn written(&self) -> Vec<Cow<'_, str>> {
        match self {
            Operands::Exact(patterns)
            | Operands::IgnoreCase(patterns)
            | Operands::Like(patterns)
            | Operands::Arn(patterns) => patterns.iter().map(Pattern::written).collect(),
            Operands::Numeric(_, texts) | Operands::Bool(texts) | Operands::Null(texts) => {
                texts.iter().map(|text| Cow::Borrowed(&**text)).collect()
            }
            Operands::Date(_, dates) => Read::written(dates),
            Operands::Binary(binaries) => Read::written(binaries),
            Operands::Ip(networks) => Read::written(networks),
        }
    }

    /// The values that may hold wildcards or variables.
    pub(crate) fn patterns(&self) -> &[Pattern] {
        match self {
            Operands::Exact(patterns)
            | Operands::IgnoreCase(patterns)
            | Operands::Like(patterns)
            | Operands::Arn(patterns) => patterns,
            Operands::Numeric(..)
            | Operands::Date(..)
            | Operands::Bool(_)
            | Operands::Binary(_)
            | Operands::Ip(_)
            | Operands::Null(_) => &[],
        }
    }

    /// For the operator that asks for nothing but presence: whether it holds.
    pub(crate) fn holds_for_presence(&self, present: bool) -> Option<bool> {
        match self {
            Operands::Null(absence_wanted) => {
                Some(absence_wanted.iter().any(|text| is_true(text) != present))
            }
            _ => None,
        }
    }

    /// Compares one value of a request with the operands.
    pub(crate) fn compare(&self, value: &str, cx: &Context) -> Comparison {
        let hit = match self {
            Operands::Exact(patterns) | Operands::Like(patterns) => patterns
                .iter()
                .any(|pattern| pattern.tokens().matches(value, Case::Sensitive, cx)),
            Operands::IgnoreCase(patterns) => patterns
                .iter()
                .any(|pattern| pattern.tokens().matches_lower_cased(value, cx)),
            Operands::Numeric(order, numbers) => match Decimal::parse(value) {
                Some(value) => numbers
                    .iter()
                    .filter_map(|number| Decimal::parse(number))
                    .any(|number| order.holds(value.compare(&number))),
                None if cx.is_simulated() => return Comparison::Incomparable,
                None => false,
            },
            Operands::Date(order, dates) => date::parse(value)
                .is_some_and(|value| Read::any(dates, |date| order.holds(value.cmp(date)))),
            Operands::Bool(wanted) => {
                let value = is_true(value);
                wanted.iter().any(|text| is_true(text) == value)
            }
            Operands::Binary(binaries) => Read::any(binaries, |bytes| **bytes == *value.as_bytes()),
            Operands::Ip(networks) => {
                let Some(address) = Address::parse(value) else {
                    return Comparison::Incomparable;
                };
                Read::any(networks, |network| network.contains(address))
            }
            Operands::Arn(operands) => return compare_arns(operands, value, cx),
            // A present key; absence never comes here.
            Operands::Null(absence_wanted) => absence_wanted.iter().any(|text| !is_true(text)),
        };
        if hit {
            Comparison::Hit
        } else {
            Comparison::Miss
        }
    }
}

impl<T> Read<T> {
    fn all(texts: &[Text], read: impl Fn(&str) -> Option<T>) -> Box<[Read<T>]> {
        let read = |text: &Text| Read {
            written: text.value.as_str().into(),
            meaning: read(&text.value),
        };
        texts.iter().map(read).collect()
    }

    fn written(all: &[Read<T>]) -> Vec<Cow<'_, str>> {
        all.iter()
            .map(|read| Cow::Borrowed(&*read.written))
            .collect()
    }

    fn any(all: &[Read<T>], hit: impl Fn(&T) -> bool) -> bool {
        all.iter().filter_map(|read| read.meaning.as_ref()).any(hit)
    }
}

fn compare_arns(operands: &[Pattern], value: &str, cx: &Context) -> Comparison {
    let Some(parts) = arn::split(value) else {
        return Comparison::Incomparable;
    };
    for operand in operands {
        match operand.tokens().compare_arn(&parts, cx) {
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
