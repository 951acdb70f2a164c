//! The entries of the catalogue.

use serde::Serialize;

/// What an action does, as AWS sorts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AccessLevel {
    /// Lists resources without their contents.
    List,
    /// Reads contents or attributes.
    Read,
    /// Makes, changes or deletes.
    Write,
    /// Changes tags.
    Tagging,
    /// Changes who may do what.
    Permissions,
}

/// A service: its prefix, and what it defines.
#[derive(Debug)]
pub struct Service {
    pub(super) prefix: &'static str,
    pub(super) name: &'static str,
    pub(super) rcp: bool,
    pub(super) types: Vec<ResourceType>,
    pub(super) keys: Vec<(&'static str, KeyType)>,
    /// Sorted by the lower-cased name.
    pub(super) actions: Vec<Action>,
}

/// An action of a service.
#[derive(Debug)]
pub struct Action {
    pub(super) service: &'static str,
    pub(super) name: &'static str,
    pub(super) access: AccessLevel,
    pub(super) types: Vec<u16>,
    pub(super) keys: Vec<u16>,
}

/// A type of resources that a service has.
#[derive(Debug)]
pub struct ResourceType {
    pub(super) service: &'static str,
    pub(super) name: &'static str,
    pub(super) arn: &'static str,
}

/// What values a condition key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct KeyType {
    /// What one value is.
    pub kind: KeyKind,
    /// Whether a request may hold several values; then only operators with `ForAllValues` or `ForAnyValue` match (C-10).
    pub multivalued: bool,
}

/// What a value of a condition key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyKind {
    /// Text.
    String,
    /// A decimal number.
    Numeric,
    /// An instant, as ISO 8601 or as seconds since 1970.
    Date,
    /// `true` or `false`.
    Bool,
    /// An ARN.
    Arn,
    /// An IP address.
    Ip,
    /// Bytes in base64.
    Binary,
}

impl KeyKind {
    /// The word for it in AWS's documentation.
    pub fn name(self) -> &'static str {
        match self {
            KeyKind::String => "String",
            KeyKind::Numeric => "Numeric",
            KeyKind::Date => "Date",
            KeyKind::Bool => "Bool",
            KeyKind::Arn => "ARN",
            KeyKind::Ip => "IP address",
            KeyKind::Binary => "Binary",
        }
    }
}

impl Service {
    /// The prefix of its actions, for example `s3`.
    pub fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// What AWS calls it, for example `Amazon S3`.
    ///
    /// ```
    /// let service = policy::catalogue::service("iam").expect("IAM has actions");
    /// assert_eq!(service.name(), "AWS Identity and Access Management");
    /// ```
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether resource control policies apply to its requests (E-5).
    pub fn rcp_supported(&self) -> bool {
        self.rcp
    }

    /// Its actions, sorted by name without regard to case.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// Its types of resources.
    pub fn resource_types(&self) -> &[ResourceType] {
        &self.types
    }

    /// The condition keys that its actions know besides the global ones, with `*` for what a caller may choose.
    pub fn condition_keys(&self) -> impl Iterator<Item = (&'static str, KeyType)> {
        self.keys.iter().copied()
    }
}

impl Action {
    /// The prefix of its service.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// Its name, in AWS's spelling.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it does.
    pub fn access_level(&self) -> AccessLevel {
        self.access
    }

    /// The types of resources that it can be limited to.
    pub fn resource_types(&self) -> impl Iterator<Item = &'static ResourceType> {
        let types = super::service(self.service).map_or(&[][..], |service| &service.types);
        self.types
            .iter()
            .filter_map(|&at| types.get(usize::from(at)))
    }

    /// The condition keys that it knows besides the global ones.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'static str> {
        let keys = super::service(self.service).map_or(&[][..], |service| &service.keys);
        self.keys
            .iter()
            .filter_map(|&at| Some(keys.get(usize::from(at))?.0))
    }

    /// Whether its requests may carry a condition key of its service, in any case.
    pub fn supports(&self, key: &str) -> bool {
        self.condition_keys()
            .any(|template| super::lookup::fits(template, key))
    }

    /// Whether it cannot be limited to resources: its request's resource is `*` (M-15).
    pub fn is_wildcard_only(&self) -> bool {
        self.types.is_empty()
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.service, self.name)
    }
}

impl ResourceType {
    /// The prefix of the service that lists it.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// Its name in AWS's documentation, for example `bucket`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// A pattern of its ARNs, with `*` for every part that varies.
    pub fn arn(&self) -> &'static str {
        self.arn
    }
}
