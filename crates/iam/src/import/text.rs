use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One version of an imported managed policy, its document byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedVersion {
    /// 3 for `v3`.
    pub number: u32,
    /// When it was made; listings of AWS's policies may not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// Its text.
    pub document: String,
}

/// A managed policy of AWS as an account showed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AwsPolicyText {
    /// Its name.
    pub name: String,
    /// Its path, with both slashes.
    pub path: String,
    /// Its unique id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What AWS says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When AWS made it.
    pub created: Timestamp,
    /// When AWS last changed it.
    pub updated: Timestamp,
    /// The number of the version in force.
    pub default_version: u32,
    /// Its versions, that in force among them.
    pub versions: Vec<ImportedVersion>,
}
