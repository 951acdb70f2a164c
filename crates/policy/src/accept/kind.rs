//! The kinds of policies.

use crate::document::Document;
use crate::refusal::Refusal;

/// The kinds of policies; each allows other elements (spec 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An inline policy of a user, group or role.
    Identity,
    /// A managed policy.
    Managed,
    /// A managed policy used as a permissions boundary.
    Boundary,
    /// A session policy passed to STS.
    Session,
    /// A role trust policy.
    Trust,
    /// Any other resource-based policy.
    Resource,
    /// A service control policy.
    Scp,
    /// A resource control policy.
    Rcp,
    /// A VPC endpoint policy.
    Endpoint,
}

impl Kind {
    /// True for the policies that belong to a resource or guard it: they name principals.
    pub(crate) fn is_of_resource(self) -> bool {
        match self {
            Kind::Trust | Kind::Resource | Kind::Rcp | Kind::Endpoint => true,
            Kind::Identity | Kind::Managed | Kind::Boundary | Kind::Session | Kind::Scp => false,
        }
    }
}

/// Reads a document as AWS does when it is written: the document, or the first refusal in AWS's order and words.
pub fn accept(text: &str, _kind: Kind) -> Result<Document, Refusal> {
    Document::parse(text)
}
