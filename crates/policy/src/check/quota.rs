//! How large policies may be (G-10, G-11, G-36, G-45, G-49).

use super::finding::{Finding, Place, Severity};
use super::names::code;
use crate::accept::Kind;
use crate::document::Document;
use crate::json::Span;

/// How large a document is, and the quotas that it has not yet passed.
pub(super) struct Quota {
    /// As AWS counts for this kind.
    pub(super) size: usize,
    /// The smallest quota that it fits, if it fits one.
    pub(super) smallest: Option<&'static Limit>,
    /// The largest quota that there is for this kind.
    pub(super) largest: Option<&'static Limit>,
}

/// One quota.
pub(super) struct Limit {
    pub(super) characters: usize,
    /// Whose it is.
    pub(super) of: &'static str,
    /// What AWS says beyond it.
    pub(super) message: &'static str,
}

const INLINE: &[Limit] = &[
    Limit {
        characters: 2_048,
        of: "all inline policies of a user together",
        message: "Maximum policy size of 2048 bytes exceeded for user",
    },
    Limit {
        characters: 5_120,
        of: "all inline policies of a group together",
        message: "Maximum policy size of 5120 bytes exceeded for group",
    },
    Limit {
        characters: 10_240,
        of: "all inline policies of a role together",
        message: "Maximum policy size of 10240 bytes exceeded for role",
    },
];

const MANAGED: &[Limit] = &[Limit {
    characters: 6_144,
    of: "a managed policy",
    message: "Cannot exceed quota for PolicySize: 6144",
}];

/// The first is the default, the second the most that AWS grants on request.
const TRUST: &[Limit] = &[
    Limit {
        characters: 2_048,
        of: "a trust policy without a raised quota",
        message: "Cannot exceed quota for ACLSizePerRole: 2048",
    },
    Limit {
        characters: 4_096,
        of: "a trust policy with the highest quota",
        message: "Cannot exceed quota for ACLSizePerRole: 4096",
    },
];

const SCP: &[Limit] = &[Limit {
    characters: 10_240,
    of: "a service control policy",
    message: "You have exceeded the maximum policy size.",
}];

const RCP: &[Limit] = &[Limit {
    characters: 5_120,
    of: "a resource control policy",
    message: "You have exceeded the maximum policy size.",
}];

pub(super) fn quotas(document: &Document, kind: Kind) -> Quota {
    let (limits, size) = match kind {
        Kind::Identity => (INLINE, document.size()),
        Kind::Managed | Kind::Boundary => (MANAGED, document.size()),
        Kind::Trust => (TRUST, document.size()),
        Kind::Scp => (SCP, document.text().chars().count()),
        Kind::Rcp => (RCP, document.text().chars().count()),
        // Packed by STS, or counted by a service in its own way.
        Kind::Session | Kind::Resource | Kind::Endpoint => (&[][..], document.size()),
    };
    Quota {
        size,
        smallest: limits.iter().find(|it| size <= it.characters),
        largest: limits.last(),
    }
}

/// The error of a document that is larger than any quota of its kind lets it be.
pub(super) fn too_large(document: &Document, kind: Kind) -> Option<Finding> {
    let Quota {
        size,
        smallest,
        largest,
    } = quotas(document, kind);
    let largest = largest.filter(|_| smallest.is_none())?;
    let start = document.text().find('{').unwrap_or_default();
    let narrow = |offset| u32::try_from(offset).unwrap_or_default();
    let opening = Span {
        start: narrow(start),
        end: narrow(start + 1),
    };
    Some(Finding {
        code: code(largest.message),
        severity: Severity::Error,
        message: largest.message.to_owned(),
        place: Place::of(document.text(), opening),
        labels: Vec::new(),
        help: Some(format!("the policy has {size} characters")),
        fix: None,
    })
}

/// The error of a document with characters that IAM takes in no parameter.
pub(super) fn foreign_character(text: &str, kind: Kind) -> Option<Finding> {
    if matches!(
        kind,
        Kind::Resource | Kind::Endpoint | Kind::Scp | Kind::Rcp
    ) {
        return None;
    }
    let legal = |letter: char| matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}');
    let (at, letter) = text.char_indices().find(|(_, letter)| !legal(*letter))?;
    let narrow = |offset| u32::try_from(offset).unwrap_or_default();
    let span = Span {
        start: narrow(at),
        end: narrow(at + letter.len_utf8()),
    };
    Some(Finding {
        code: "foreign-character",
        severity: Severity::Error,
        message: format!(
            "IAM takes no policy with the character `{}`",
            letter.escape_unicode()
        ),
        place: Place::of(text, span),
        labels: Vec::new(),
        help: Some(r"it takes those of Latin-1; others may be written as `\uXXXX`".to_owned()),
        fix: None,
    })
}
