//! Shapes: what an input or output is made of, with its constraints.

use std::sync::Arc;

use super::pattern::Pattern;

/// One named type of the model with what it contains.
#[derive(Debug)]
pub struct Shape {
    /// AWS's name of the type, e.g. `userNameType`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whether its value is a secret that no message may repeat.
    pub sensitive: bool,
}

/// What a shape is, with the constraints that such a shape can have.
#[derive(Debug)]
pub enum Kind {
    /// Members by name.
    Structure(Vec<Member>),
    /// `X.member.N`.
    List {
        /// What each element is.
        member: Arc<Shape>,
        /// How many elements there may be.
        length: Bounds,
    },
    /// `X.entry.N.key` and `.value`.
    Map {
        /// What each key is.
        key: Arc<Shape>,
        /// What each value is.
        value: Arc<Shape>,
        /// How many entries there may be.
        length: Bounds,
    },
    /// Text.
    String {
        /// How many characters it may have.
        length: Bounds,
        /// What it must match as a whole.
        pattern: Option<Arc<Pattern>>,
        /// The values it may have; empty if any.
        values: Vec<String>,
    },
    /// A signed 32-bit number.
    Integer(Bounds),
    /// A signed 64-bit number.
    Long(Bounds),
    /// `true` or `false`.
    Boolean,
    /// A point in time in ISO 8601.
    Timestamp,
    /// Base64.
    Blob(Bounds),
}

/// One member of a structure.
#[derive(Debug)]
pub struct Member {
    /// Its name on the wire, e.g. `UserName`.
    pub name: String,
    /// Its name in messages, e.g. `userName` (S-11).
    pub path: String,
    /// Whether it must be given.
    pub required: bool,
    /// What it is.
    pub shape: Arc<Shape>,
}

/// The smallest and largest value, length or count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The smallest that is allowed.
    pub min: Option<i64>,
    /// The largest that is allowed.
    pub max: Option<i64>,
}

impl Shape {
    /// The members of a structure; none for other shapes.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Structure(members) => members,
            _ => &[],
        }
    }

    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.name == name)
    }
}

/// A member's name in messages: its first letter in lower case (`SAMLMetadataDocument` is `sAMLMetadataDocument`).
pub(crate) fn member_path(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .into_iter()
        .map(|first| first.to_ascii_lowercase())
        .chain(chars)
        .collect()
}
