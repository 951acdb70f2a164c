//! One condition: an operator, a key, and the values wanted of it.

use std::borrow::Cow;

use smol_str::StrExt as _;

use super::operand::{Comparison, Operands};
use super::operator::{Operator, Set};
use crate::context::{Context, Value};
use crate::document::ConditionText;
use crate::pattern::Pattern;
use crate::statement::Effect;

/// One key under one operator of a statement's `Condition`.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) operator: Operator,
    /// The key as it is written.
    pub(crate) key: Box<str>,
    /// The key in lower case, if it is not written so.
    lower: Option<Box<str>>,
    operands: Operands,
}

impl Clause {
    /// Reads a condition; `variables` says whether the document's version has policy variables (V-1).
    pub(crate) fn compile(text: &ConditionText, variables: bool) -> Clause {
        let key = text.key.value.as_str();
        let lower = key.to_lowercase_smolstr();
        Clause {
            operator: text.operator,
            key: key.into(),
            lower: (lower != key).then(|| lower.as_str().into()),
            operands: Operands::parse(text.operator, &text.values, variables),
        }
    }

    /// The values as they stand in the policy.
    pub(crate) fn written(&self) -> Vec<Cow<'_, str>> {
        self.operands.written()
    }

    /// The values that hold variables.
    pub(crate) fn with_variables(&self) -> impl Iterator<Item = &Pattern> {
        let patterns = self.operands.patterns().iter();
        patterns.filter(|pattern| pattern.tokens().has_variables())
    }

    /// What the context holds under the key.
    pub(crate) fn actual<'c>(&self, cx: &'c Context) -> Option<&'c Value> {
        cx.get_lower(self.lower.as_deref().unwrap_or(&self.key).as_bytes())
    }

    /// Whether the condition is fulfilled in a statement of that effect (spec 3.12).
    pub(crate) fn holds(&self, cx: &Context, effect: Effect) -> bool {
        let actual = self.actual(cx);
        if let Some(holds) = self.operands.holds_for_presence(actual.is_some()) {
            return holds;
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
            ..
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
            Comparison::Incomparable => false,
            // It can never grant, and in a Deny counts as matched (C-35, U14).
            Comparison::NoArnOperand => effect == Effect::Deny,
        }
    }
}
