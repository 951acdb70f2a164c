//! The kinds of policies, and which validation each goes through.

use super::{identity, organizations, resource, session, trust};
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

/// Reads a document as AWS does when it is written: the document, or the first refusal in AWS's order and words
/// (spec 1.5 to 1.8).
///
/// Sizes, and whether the principals that are named exist, are the caller's to check.
///
/// ```
/// use policy::{Kind, accept};
///
/// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3","Resource":"*"}}"#;
/// let refusal = accept(text, Kind::Managed).unwrap_err();
/// assert_eq!(refusal.message, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
/// assert_eq!(refusal.position.map(|position| position.column), Some(64));
/// ```
pub fn accept(text: &str, kind: Kind) -> Result<Document, Refusal> {
    match kind {
        Kind::Identity => identity::accept_inline(text),
        Kind::Managed | Kind::Boundary => identity::accept_managed(text),
        Kind::Session => session::accept(text),
        Kind::Trust => trust::accept(text),
        Kind::Resource | Kind::Endpoint => resource::accept(text),
        Kind::Scp => organizations::accept_scp(text),
        Kind::Rcp => organizations::accept_rcp(text),
    }
}
