//! AWS's `Policy`, `PolicyVersion` and `AttachedPolicy`.

use crate::policies::{AnyPolicy, AnyVersion};
use crate::state::{Account, Tag};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

/// RFC 3986's unreserved characters stay; all others are escaped.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A document as replies carry it: URL-encoded by RFC 3986 (G-10).
pub(crate) fn url_encoded(document: &str) -> String {
    utf8_percent_encode(document, RESERVED).to_string()
}

/// AWS's `Policy`. Which members a reply holds differs: lists leave out description and tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyShape {
    pub policy_name: String,
    pub policy_id: Option<String>,
    pub arn: String,
    pub path: String,
    pub default_version_id: String,
    pub attachment_count: usize,
    pub permissions_boundary_usage_count: usize,
    pub is_attachable: bool,
    pub description: Option<String>,
    pub create_date: String,
    pub update_date: String,
    pub tags: Option<Vec<Tag>>,
}

impl PolicyShape {
    /// As lists show a policy.
    pub(crate) fn brief(account: &Account, policy: AnyPolicy) -> PolicyShape {
        let uses = policy.uses(account);
        PolicyShape {
            policy_name: policy.name().to_owned(),
            policy_id: policy.id().map(str::to_owned),
            arn: policy.arn(account),
            path: policy.path().to_owned(),
            default_version_id: format!("v{}", policy.default_version()),
            attachment_count: uses.attachments,
            permissions_boundary_usage_count: uses.boundaries,
            is_attachable: true,
            description: None,
            create_date: policy.created(),
            update_date: policy.updated(),
            tags: None,
        }
    }

    /// As `GetPolicy` shows it: with description and a list of tags, which may be empty.
    pub(crate) fn whole(account: &Account, policy: AnyPolicy) -> PolicyShape {
        PolicyShape {
            description: policy.description().map(str::to_owned),
            tags: Some(policy.tags().to_vec()),
            ..PolicyShape::brief(account, policy)
        }
    }
}

/// AWS's `PolicyVersion`; lists leave out the document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyVersionShape {
    /// URL-encoded (G-10).
    pub document: Option<String>,
    pub version_id: String,
    pub is_default_version: bool,
    pub create_date: Option<String>,
}

impl PolicyVersionShape {
    /// As lists show a version.
    pub(crate) fn brief(policy: AnyPolicy, version: AnyVersion) -> PolicyVersionShape {
        PolicyVersionShape {
            document: None,
            version_id: format!("v{}", version.number()),
            is_default_version: policy.default_version() == version.number(),
            create_date: version.created(),
        }
    }

    /// With its document.
    pub(crate) fn whole(policy: AnyPolicy, version: AnyVersion) -> PolicyVersionShape {
        PolicyVersionShape {
            document: Some(url_encoded(&version.document())),
            ..PolicyVersionShape::brief(policy, version)
        }
    }
}

/// AWS's `AttachedPolicy`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttachedPolicy {
    pub policy_name: String,
    pub policy_arn: String,
}

impl AttachedPolicy {
    /// The name of an attached policy is the last part of its ARN.
    pub(crate) fn of(arn: &str) -> AttachedPolicy {
        let name = arn.rsplit('/').next().unwrap_or(arn);
        AttachedPolicy {
            policy_name: name.to_owned(),
            policy_arn: arn.to_owned(),
        }
    }
}
