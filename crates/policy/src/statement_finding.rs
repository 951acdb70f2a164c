//! What one statement said to a request: found when it was compared, put into words when someone asks.

use std::borrow::Cow;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::compile::CompiledPolicy;
use crate::condition::Clause;
use crate::context::Value;
use crate::principal::Principals;
use crate::request::Request;
use crate::resource::Resources;
use crate::statement::{Effect, Match, Mismatch, Statement};

/// Values that one line tells of; a policy may want hundreds.
const LINE_VALUES_MAX: usize = 5;

/// What one statement said.
///
/// Serializes with its [`clauses`](StatementFinding::clauses).
#[derive(Clone, Copy, Debug)]
pub struct StatementFinding<'a> {
    /// Its place in the policy.
    pub index: usize,
    pub(crate) outcome: Match,
    pub(crate) policy: &'a CompiledPolicy,
    pub(crate) request: &'a Request<'a>,
}

/// One clause of a statement beside the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClauseFinding<'a> {
    /// The element: `Action`, `NotResource`, `Principal` …, or the condition operator.
    pub element: Cow<'static, str>,
    /// The condition key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<&'a str>,
    /// The values in the policy, as they are written.
    pub wanted: Vec<Cow<'a, str>>,
    /// The values in the request; `None` if the key is absent.
    pub actual: Option<Vec<Cow<'a, str>>>,
}

impl<'a> StatementFinding<'a> {
    /// Its `Sid`.
    pub fn sid(&self) -> Option<&'a str> {
        self.policy.sid(self.index)
    }

    /// `Allow` or `Deny`.
    pub fn effect(&self) -> &'static str {
        match self.statement().effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }
    }

    /// The line of the document where it begins, from 1.
    pub fn line(&self) -> usize {
        let [start, _] = self
            .policy
            .positions(self.index)
            .expect("every statement has its place");
        start.line
    }

    /// Whether it speaks of the request.
    pub fn matched(&self) -> bool {
        matches!(self.outcome, Match::Yes(_))
    }

    /// The first clause that does not fit, or, if the statement matched, what its conditions found.
    pub fn clauses(&self) -> Vec<ClauseFinding<'a>> {
        match self.outcome {
            Match::Yes(_) => {
                let conditions = self.statement().conditions.iter();
                conditions.map(|clause| self.condition(clause)).collect()
            }
            Match::No(mismatch) => vec![self.mismatched(mismatch)],
        }
    }

    /// How far it came: statements of one policy can be compared by it.
    pub(crate) fn reached(&self) -> usize {
        match self.outcome {
            Match::No(Mismatch::Action) => 0,
            Match::No(Mismatch::Resource) => 1,
            Match::No(Mismatch::UnreadableResource) => 2,
            Match::No(Mismatch::Principal) => 3,
            Match::No(Mismatch::Condition(index)) => 4 + index,
            Match::Yes(_) => usize::MAX,
        }
    }

    pub(crate) fn title(&self) -> String {
        match self.sid() {
            Some(sid) => format!("statement {} (`{sid}`)", self.index),
            None => format!("statement {}", self.index),
        }
    }

    fn statement(&self) -> &'a Statement {
        &self.policy.statements()[self.index]
    }

    fn mismatched(&self, mismatch: Mismatch) -> ClauseFinding<'a> {
        let (statement, request) = (self.statement(), self.request);
        let (not, names, wanted, actual) = match mismatch {
            Mismatch::Action => (
                statement.actions.not,
                ["Action", "NotAction"],
                statement.actions.written().collect(),
                request.action,
            ),
            Mismatch::Resource | Mismatch::UnreadableResource => (
                matches!(statement.resources, Resources::Listed { not: true, .. }),
                ["Resource", "NotResource"],
                statement.resources.written().collect(),
                request.resource,
            ),
            Mismatch::Principal => (
                matches!(statement.principals, Principals::AllBut(_)),
                ["Principal", "NotPrincipal"],
                statement.principals.written().map(Cow::Borrowed).collect(),
                request.principal.arn.as_str(),
            ),
            Mismatch::Condition(index) => return self.condition(&statement.conditions[index]),
        };
        ClauseFinding {
            element: Cow::Borrowed(names[usize::from(not)]),
            key: None,
            wanted,
            actual: Some(vec![Cow::Borrowed(actual)]),
        }
    }

    fn condition(&self, clause: &'a Clause) -> ClauseFinding<'a> {
        let actual = match clause.actual(self.request.context) {
            Some(Value::Single(value)) => Some(std::slice::from_ref(value)),
            Some(Value::Multi(values)) => Some(&values[..]),
            None => None,
        };
        ClauseFinding {
            element: Cow::Owned(clause.operator.name()),
            key: Some(&clause.key),
            wanted: clause.written(),
            actual: actual.map(|values| {
                let values = values.iter();
                values.map(|value| Cow::Borrowed(value.as_str())).collect()
            }),
        }
    }
}

impl Serialize for StatementFinding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sid = self.sid();
        let members = 5 + usize::from(sid.is_some());
        let mut finding = serializer.serialize_struct("StatementFinding", members)?;
        finding.serialize_field("index", &self.index)?;
        match sid {
            Some(sid) => finding.serialize_field("sid", sid)?,
            None => finding.skip_field("sid")?,
        }
        finding.serialize_field("effect", self.effect())?;
        finding.serialize_field("line", &self.line())?;
        finding.serialize_field("matched", &self.matched())?;
        finding.serialize_field("clauses", &self.clauses())?;
        finding.end()
    }
}

impl ClauseFinding<'_> {
    /// The clause in words; the values of the condition keys in `mask`, in any case, print as `…`.
    pub(crate) fn line(&self, mask: &[&str]) -> String {
        let masked = self
            .key
            .is_some_and(|key| mask.iter().any(|masked| masked.eq_ignore_ascii_case(key)));
        let list = |values: &[Cow<str>]| {
            let shown = |value: &Cow<str>| {
                if masked {
                    "`…`".to_owned()
                } else {
                    format!("`{value}`")
                }
            };
            let told: Vec<String> = values.iter().take(LINE_VALUES_MAX).map(shown).collect();
            match values.len().saturating_sub(told.len()) {
                0 if told.is_empty() => "nothing".to_owned(),
                0 => told.join(", "),
                more => format!("{} and {more} more", told.join(", ")),
            }
        };
        let key = self.key.map_or_else(String::new, |key| format!(" `{key}`"));
        let actual = self.actual.as_deref();
        let actual = actual.map_or_else(|| "absent".to_owned(), list);
        format!(
            "{}{key} is {actual}, wanted {}",
            self.element,
            list(&self.wanted)
        )
    }
}
