use super::text::{AwsPolicyText, ImportedVersion};
use crate::document::DocumentText;
use crate::state::Tag;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that came from elsewhere, as the log keeps it. Shapes are never edited: a new shape is a new variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "thing", rename_all_fields = "camelCase")]
#[expect(
    missing_docs,
    reason = "each variant's fields are the thing's, under its names"
)]
pub enum Arrival {
    User {
        name: String,
        path: String,
        id: String,
        created: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        boundary: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    Group {
        name: String,
        path: String,
        id: String,
        created: Timestamp,
    },
    /// `service`: the service whose own role it is. `last_used`: when it was last used there, and in which region.
    Role {
        name: String,
        path: String,
        id: String,
        created: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        session_seconds_max: u32,
        trust: DocumentText,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        boundary: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_used: Option<(Timestamp, String)>,
    },
    /// The versions are told oldest first.
    Policy {
        name: String,
        path: String,
        id: String,
        created: Timestamp,
        updated: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        versions: Vec<ImportedVersion>,
        default_version: u32,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    InstanceProfile {
        name: String,
        path: String,
        id: String,
        created: Timestamp,
        role: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    /// Policies of AWS came to be known in all accounts, in place of those with the same names.
    AwsPolicies { policies: Vec<AwsPolicyText> },
}
