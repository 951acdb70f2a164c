//! The closed list of condition operators (spec 3.1).

/// A condition operator, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operator {
    pub(crate) set: Option<Set>,
    /// What a value must fulfil; for negated operators what it must not.
    pub(crate) test: Test,
    pub(crate) negated: bool,
    pub(crate) if_exists: bool,
    /// Its base name's row in [`OPERATORS`]: `ArnEquals` and `ArnLike` differ in nothing else.
    row: u8,
}

/// The prefix that makes an operator one on multivalued keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    ForAllValues,
    ForAnyValue,
}

/// The positive relation that an operator, plain or negated, is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    Numeric(Order),
    Date(Order),
    Bool,
    BinaryEquals,
    IpAddress,
    ArnLike,
    Null,
}

/// How a request's number or instant must stand to the policy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    /// Whether an outcome of comparing request with policy is the wanted one.
    pub(crate) fn holds(self, outcome: std::cmp::Ordering) -> bool {
        match self {
            Order::Equal => outcome.is_eq(),
            Order::Less => outcome.is_lt(),
            Order::LessOrEqual => outcome.is_le(),
            Order::Greater => outcome.is_gt(),
            Order::GreaterOrEqual => outcome.is_ge(),
        }
    }
}

/// Base name, relation, negated. `ArnEquals` is `ArnLike` (C-33).
const OPERATORS: &[(&str, Test, bool)] = &[
    ("StringEquals", Test::StringEquals, false),
    ("StringNotEquals", Test::StringEquals, true),
    (
        "StringEqualsIgnoreCase",
        Test::StringEqualsIgnoreCase,
        false,
    ),
    (
        "StringNotEqualsIgnoreCase",
        Test::StringEqualsIgnoreCase,
        true,
    ),
    ("StringLike", Test::StringLike, false),
    ("StringNotLike", Test::StringLike, true),
    ("NumericEquals", Test::Numeric(Order::Equal), false),
    ("NumericNotEquals", Test::Numeric(Order::Equal), true),
    ("NumericLessThan", Test::Numeric(Order::Less), false),
    (
        "NumericLessThanEquals",
        Test::Numeric(Order::LessOrEqual),
        false,
    ),
    ("NumericGreaterThan", Test::Numeric(Order::Greater), false),
    (
        "NumericGreaterThanEquals",
        Test::Numeric(Order::GreaterOrEqual),
        false,
    ),
    ("DateEquals", Test::Date(Order::Equal), false),
    ("DateNotEquals", Test::Date(Order::Equal), true),
    ("DateLessThan", Test::Date(Order::Less), false),
    ("DateLessThanEquals", Test::Date(Order::LessOrEqual), false),
    ("DateGreaterThan", Test::Date(Order::Greater), false),
    (
        "DateGreaterThanEquals",
        Test::Date(Order::GreaterOrEqual),
        false,
    ),
    ("Bool", Test::Bool, false),
    ("BinaryEquals", Test::BinaryEquals, false),
    ("IpAddress", Test::IpAddress, false),
    ("NotIpAddress", Test::IpAddress, true),
    ("ArnEquals", Test::ArnLike, false),
    ("ArnLike", Test::ArnLike, false),
    ("ArnNotEquals", Test::ArnLike, true),
    ("ArnNotLike", Test::ArnLike, true),
    ("Null", Test::Null, false),
];

impl Operator {
    /// The operator of that exact name, with its prefix and suffix; `IfExists` does not follow `Null` (G-28, C-8).
    pub(crate) fn parse(name: &str) -> Option<Operator> {
        let (set, rest) = match name.split_once(':') {
            Some(("ForAllValues", rest)) => (Some(Set::ForAllValues), rest),
            Some(("ForAnyValue", rest)) => (Some(Set::ForAnyValue), rest),
            Some(_) => return None,
            None => (None, name),
        };
        let (base, if_exists) = rest
            .strip_suffix("IfExists")
            .map_or((rest, false), |base| (base, true));
        let (row, &(_, test, negated)) = (0..).zip(OPERATORS).find(|(_, row)| row.0 == base)?;
        if if_exists && test == Test::Null {
            return None;
        }
        Some(Operator {
            set,
            test,
            negated,
            if_exists,
            row,
        })
    }

    /// The name that it was parsed from.
    pub(crate) fn name(self) -> String {
        let prefix = match self.set {
            Some(Set::ForAllValues) => "ForAllValues:",
            Some(Set::ForAnyValue) => "ForAnyValue:",
            None => "",
        };
        let suffix = if self.if_exists { "IfExists" } else { "" };
        format!("{prefix}{}{suffix}", OPERATORS[usize::from(self.row)].0)
    }

    /// Whether policy variables are expanded in this operator's values (V-2, C-24).
    pub(crate) fn expands_variables(self) -> bool {
        match self.test {
            Test::StringEquals
            | Test::StringEqualsIgnoreCase
            | Test::StringLike
            | Test::ArnLike => true,
            Test::Numeric(_)
            | Test::Date(_)
            | Test::Bool
            | Test::BinaryEquals
            | Test::IpAddress
            | Test::Null => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = OPERATORS.iter().map(|row| row.0).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), OPERATORS.len());
    }

    #[test]
    fn prefixes_and_suffixes_combine() {
        let operator = Operator::parse("ForAnyValue:StringNotEqualsIfExists").unwrap();
        assert_eq!(
            (operator.set, operator.negated, operator.if_exists),
            (Some(Set::ForAnyValue), true, true)
        );
        for (name, _, _) in OPERATORS {
            for written in [
                name.to_string(),
                format!("ForAllValues:{name}IfExists"),
                format!("ForAnyValue:{name}"),
            ] {
                if let Some(operator) = Operator::parse(&written) {
                    assert_eq!(operator.name(), written);
                }
            }
        }
        for unknown in [
            "",
            "stringEquals",
            "NullIfExists",
            "ForNoValue:Bool",
            "ForAllValues:",
            "BoolIfExistsIfExists",
        ] {
            assert_eq!(Operator::parse(unknown), None, "{unknown}");
        }
    }
}
