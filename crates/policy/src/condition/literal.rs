//! Whether the literal values of a condition are what its operator reads: checked when a document is written (G-33).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::date;
use super::decimal::Decimal;
use super::ip::Network;
use super::operator::{Operator, Test};
use crate::arn;
use crate::pattern::Pattern;
use crate::tokens::Syntax;

/// True if the value may be stored under the operator. `variables` says whether the document has policy variables.
pub(crate) fn well_formed(operator: Operator, value: &str, variables: bool) -> bool {
    match operator.test {
        Test::StringEquals
        | Test::StringEqualsIgnoreCase
        | Test::StringLike
        | Test::Bool
        | Test::Null => true,
        Test::Numeric(_) => Decimal::parse(value).is_some(),
        Test::Date(_) => date::parse(value).is_some(),
        Test::BinaryEquals => STANDARD.decode(value).is_ok(),
        Test::IpAddress => Network::parse(value).is_some_and(|network| !network.has_v6_host_bits()),
        // What a variable leaves is not known yet.
        Test::ArnLike => {
            let syntax = Syntax {
                wildcards: true,
                variables,
            };
            Pattern::parse(value, syntax).tokens().has_variables() || arn::split(value).is_some()
        }
    }
}

/// True for a decimal number (C-17).
pub(crate) fn is_number(value: &str) -> bool {
    Decimal::parse(value).is_some()
}

/// True for an instant (C-21).
pub(crate) fn is_date(value: &str) -> bool {
    date::parse(value).is_some()
}

/// True for an IP address or a range of them (C-26).
pub(crate) fn is_network(value: &str) -> bool {
    Network::parse(value).is_some()
}
