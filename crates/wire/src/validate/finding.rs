//! Violated constraints and the one message that AWS makes of them.

use std::fmt::{self, Display};

use crate::model::{Bounds, Kind, Shape};
use crate::query::scalar::Malformed;

/// The longest value that a message repeats; what follows is cut off. One limit for all, so that a request of
/// 32 MiB is not answered, and logged, with twice its size.
const VALUE_MAX: usize = 16_384;

/// The length in bytes from which a message only counts what else is wrong.
const MESSAGE_MAX: usize = 262_144;

/// Why parameters are refused before anything else is looked at. Always 400.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Invalid {
    /// `ValidationError` (S-11) or `MalformedInput` (S-12).
    pub code: &'static str,
    /// AWS's text for the caller. Secrets stand in it as `***`.
    pub message: String,
    /// The kind of the first violated constraint.
    pub kind: Violation,
    logged: Option<String>,
}

/// What a value can violate; services that give reasons tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A value of another type than the member's.
    Type,
    /// A required member that is absent.
    Required,
    /// Too long, or too many elements.
    Longer,
    /// Too short, or too few elements.
    Shorter,
    /// A number above the range.
    Larger,
    /// A number below the range.
    Smaller,
    /// A text that does not match its pattern.
    Pattern,
    /// A text that is none of the allowed ones.
    Enum,
    /// An element of a list or map that violates its own constraints.
    Element,
}

impl Invalid {
    /// The text for logs and audit records: external ids too are left out.
    pub fn logged(&self) -> &str {
        self.logged.as_deref().unwrap_or(&self.message)
    }

    /// The HTTP status: 400.
    pub fn status(&self) -> u16 {
        400
    }
}

impl From<Malformed> for Invalid {
    fn from(malformed: Malformed) -> Invalid {
        Invalid {
            code: "MalformedInput",
            message: malformed.to_string(),
            kind: Violation::Type,
            logged: None,
        }
    }
}

/// The violated constraints in the order in which they were found.
#[derive(Default)]
pub(super) struct Findings {
    told: Vec<Finding>,
    told_bytes: usize,
    count: usize,
}

/// One violated constraint.
pub(super) struct Finding {
    /// `None` for a member that is not there.
    pub(super) value: Option<String>,
    /// Whether logs must not repeat the value (the external id).
    pub(super) confidential: bool,
    pub(super) path: String,
    pub(super) kind: Violation,
    pub(super) constraint: String,
    /// What the service says where this alone is wrong.
    pub(super) sentence: Option<String>,
}

impl Findings {
    pub(super) fn push(&mut self, finding: impl FnOnce() -> Finding) {
        self.count += 1;
        if self.told_bytes < MESSAGE_MAX {
            let finding = finding();
            self.told_bytes += finding.value.as_ref().map_or(0, String::len);
            self.told_bytes += finding.path.len() + finding.constraint.len();
            self.told.push(finding);
        }
    }

    pub(super) fn into_result(self) -> Result<(), Invalid> {
        if self.count == 0 {
            return Ok(());
        }
        let confidential = self.told.iter().any(|finding| finding.confidential);
        let first = self.told.first().map(|finding| finding.kind);
        Err(Invalid {
            code: "ValidationError",
            message: self.message(false),
            kind: first.expect("the first finding is always told"),
            logged: confidential.then(|| self.message(true)),
        })
    }

    fn message(&self, logged: bool) -> String {
        let first = self.told.first();
        if self.count == 1
            && let Some(sentence) = first.and_then(|finding| finding.sentence.clone())
        {
            return sentence;
        }
        let plural = if self.count == 1 { "" } else { "s" };
        let mut message = format!("{} validation error{plural} detected: ", self.count);
        for (index, finding) in self.told.iter().enumerate() {
            let value = match &finding.value {
                None => "null".to_owned(),
                Some(_) if logged && finding.confidential => "'…'".to_owned(),
                Some(value) => format!("'{value}'"),
            };
            let Finding {
                path, constraint, ..
            } = finding;
            message.push_str(if index == 0 { "" } else { "; " });
            message.push_str(&format!(
                "Value {value} at '{path}' failed to satisfy constraint: {constraint}"
            ));
        }
        if self.told.len() < self.count {
            message.push_str("; …");
        }
        message
    }
}

/// A constraint in AWS's words.
pub(super) enum Constraint<'m> {
    NotNull,
    LengthAtMost(i64),
    LengthAtLeast(i64),
    ValueAtMost(i64),
    ValueAtLeast(i64),
    Pattern(&'m str),
    Enum(&'m [String]),
}

impl Constraint<'_> {
    pub(super) fn kind(&self) -> Violation {
        match self {
            Constraint::NotNull => Violation::Required,
            Constraint::LengthAtMost(_) => Violation::Longer,
            Constraint::LengthAtLeast(_) => Violation::Shorter,
            Constraint::ValueAtMost(_) => Violation::Larger,
            Constraint::ValueAtLeast(_) => Violation::Smaller,
            Constraint::Pattern(_) => Violation::Pattern,
            Constraint::Enum(_) => Violation::Enum,
        }
    }
}

impl Display for Constraint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Constraint::NotNull => f.write_str("Member must not be null"),
            Constraint::LengthAtMost(max) => {
                write!(f, "Member must have length less than or equal to {max}")
            }
            Constraint::LengthAtLeast(min) => {
                write!(f, "Member must have length greater than or equal to {min}")
            }
            Constraint::ValueAtMost(max) => {
                write!(f, "Member must have value less than or equal to {max}")
            }
            Constraint::ValueAtLeast(min) => {
                write!(f, "Member must have value greater than or equal to {min}")
            }
            Constraint::Pattern(pattern) => write!(
                f,
                "Member must satisfy regular expression pattern: {pattern}"
            ),
            Constraint::Enum(values) => write!(
                f,
                "Member must satisfy enum value set: [{}]",
                values.join(", ")
            ),
        }
    }
}

/// Every constraint of a scalar shape, violated or not, as AWS lists those of a list's elements:
/// `Member must satisfy constraint: [Member must have length …, …]`.
pub(super) fn all_constraints(shape: &Shape) -> String {
    let lengths = |bounds: &Bounds| {
        [
            bounds.max.map(Constraint::LengthAtMost),
            bounds.min.map(Constraint::LengthAtLeast),
        ]
    };
    let values = |bounds: &Bounds| {
        [
            bounds.max.map(Constraint::ValueAtMost),
            bounds.min.map(Constraint::ValueAtLeast),
        ]
    };
    let mut all = Vec::new();
    match &shape.kind {
        Kind::String {
            length,
            pattern,
            values,
        } => {
            all.extend(lengths(length).into_iter().flatten());
            all.extend(
                pattern
                    .as_ref()
                    .map(|pattern| Constraint::Pattern(pattern.as_str())),
            );
            all.extend((!values.is_empty()).then_some(Constraint::Enum(values)));
        }
        Kind::Integer(bounds) | Kind::Long(bounds) => {
            all.extend(values(bounds).into_iter().flatten())
        }
        Kind::Blob(bounds) => all.extend(lengths(bounds).into_iter().flatten()),
        Kind::Boolean
        | Kind::Timestamp
        | Kind::Structure(_)
        | Kind::List { .. }
        | Kind::Map { .. } => {}
    }
    let all: Vec<String> = all.iter().map(Constraint::to_string).collect();
    format!("[{}]", all.join(", "))
}

/// A value as messages repeat it.
pub(super) fn shown(value: &str) -> String {
    match value.char_indices().nth(VALUE_MAX) {
        None => value.to_owned(),
        Some((cut, _)) => format!("{}…", &value[..cut]),
    }
}
