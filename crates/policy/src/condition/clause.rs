//! One condition: an operator, a key, and the values wanted of it.

use smol_str::{SmolStr, StrExt as _};

use super::operand::{Comparison, Operands};
use super::operator::{Operator, Set};
use crate::context::{Context, Value};
use crate::document::ConditionText;
use crate::statement::Effect;

/// One key under one operator of a statement's `Condition`.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) operator: Operator,
    /// The operator as it is written.
    pub(crate) name: SmolStr,
    /// The key as it is written.
    pub(crate) key: SmolStr,
    lower: SmolStr,
    /// The values as they are written.
    pub(crate) values: Box<[SmolStr]>,
    operands: Operands,
}

impl Clause {
    /// Reads a condition; `variables` says whether the document's version has policy variables (V-1).
    pub(crate) fn compile(text: &ConditionText, variables: bool) -> Clause {
        Clause {
            operator: text.operator,
            name: text.operator_name.value.clone(),
            key: text.key.value.clone(),
            lower: text.key.value.to_lowercase_smolstr(),
            values: text
                .values
                .iter()
                .map(|value| value.value.clone())
                .collect(),
            operands: Operands::parse(text.operator, &text.values, variables),
        }
    }

    /// What the context holds under the key.
    pub(crate) fn actual<'c>(&self, cx: &'c Context) -> Option<&'c Value> {
        cx.get_lower(&self.lower)
    }

    /// Whether the condition is fulfilled in a statement of that effect (spec 3.12).
    pub(crate) fn holds(&self, cx: &Context, effect: Effect) -> bool {
        let actual = self.actual(cx);
        if let Operands::Null(absence_wanted) = &self.operands {
            return absence_wanted.contains(&actual.is_none());
        }
        match actual {
            None => self.holds_when_absent(),
            Some(Value::Single(value)) => self.holds_for(value, cx, effect),
            Some(Value::Multi(values)) => match self.operator.set {
                Some(Set::ForAllValues) => {
                    values.iter().all(|value| self.holds_for(value, cx, effect))
                }
                Some(Set::ForAnyValue) => {
                    values.iter().any(|value| self.holds_for(value, cx, effect))
                }
                // C-10
                None => false,
            },
        }
    }

    /// Spec 3.2 and 3.3.
    fn holds_when_absent(&self) -> bool {
        let Operator {
            set,
            negated,
            if_exists,
            test: _,
        } = self.operator;
        if_exists
            || match set {
                Some(Set::ForAllValues) => true,
                Some(Set::ForAnyValue) => false,
                None => negated,
            }
    }

    fn holds_for(&self, value: &str, cx: &Context, effect: Effect) -> bool {
        match self.operands.compare(value, cx) {
            Comparison::Hit => !self.operator.negated,
            Comparison::Miss => self.operator.negated,
            Comparison::NoAddress => false,
            // It can never grant, and in a Deny counts as matched (C-35, U14).
            Comparison::NoArnOperand => effect == Effect::Deny,
        }
    }
}
