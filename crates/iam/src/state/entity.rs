//! Users, groups, roles, managed policies and access keys, as records.

use super::login_profile::LoginProfile;
use super::service_credential::ServiceCredential;
use super::user_credential::{SigningCertificate, SshPublicKey};
use super::uses::Uses;
use crate::document::{StoredPolicy, StoredTrust};
use crate::keyring::SealedSecret;
use crate::name::NameKey;
use crate::{AccountId, arn};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A key and value on an entity. Keys are unique regardless of case (I-7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// 1 to 128 characters.
    pub key: String,
    /// Up to 256 characters.
    pub value: String,
}

/// Names a user, a group or a role of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Entity {
    /// A user by name.
    User(String),
    /// A group by name.
    Group(String),
    /// A role by name.
    Role(String),
}

/// What grants permissions to a user, group or role.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Attachments {
    /// Inline policies by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inline: BTreeMap<String, Arc<StoredPolicy>>,
    /// ARNs of attached managed policies, in the order of attachment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub managed: Vec<SmolStr>,
}

impl Attachments {
    pub(crate) fn has_managed(&self, arn: &str) -> bool {
        self.managed.iter().any(|attached| attached == arn)
    }
}

/// An IAM user.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub name: SmolStr,
    pub path: SmolStr,
    pub id: SmolStr,
    pub created: Timestamp,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<SmolStr>,
    #[serde(default)]
    pub attachments: Attachments,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groups: BTreeSet<NameKey>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access_keys: Vec<AccessKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_profile: Option<LoginProfile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signing_certificates: Vec<SigningCertificate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ssh_public_keys: Vec<SshPublicKey>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service_credentials: Vec<ServiceCredential>,
}

impl User {
    pub(crate) fn arn(&self, account: AccountId) -> String {
        arn::user(account, &self.path, &self.name)
    }
}

/// Whether an access key may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyStatus {
    /// It authenticates.
    Active,
    /// It is known and refused.
    Inactive,
}

impl KeyStatus {
    pub(crate) fn text(self) -> &'static str {
        match self {
            KeyStatus::Active => "Active",
            KeyStatus::Inactive => "Inactive",
        }
    }
}

/// A long-term access key of a user or of an account's root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessKey {
    pub id: SmolStr,
    pub secret: SealedSecret,
    pub status: KeyStatus,
    pub created: Timestamp,
}

/// A group of users.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Group {
    pub name: SmolStr,
    pub path: SmolStr,
    pub id: SmolStr,
    pub created: Timestamp,
    #[serde(default)]
    pub attachments: Attachments,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub members: BTreeSet<NameKey>,
}

impl Group {
    pub(crate) fn arn(&self, account: AccountId) -> String {
        arn::group(account, &self.path, &self.name)
    }
}

/// A role and who may assume it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub name: SmolStr,
    pub path: SmolStr,
    pub id: SmolStr,
    pub created: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub session_seconds_max: u32,
    pub trust: Arc<StoredTrust>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<SmolStr>,
    #[serde(default)]
    pub attachments: Attachments,
    /// The service that made the role for itself: a service-linked role (P-10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_service: Option<SmolStr>,
    /// When and in which region it was last used where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_elsewhere: Option<(Timestamp, SmolStr)>,
}

impl Role {
    pub(crate) fn arn(&self, account: AccountId) -> String {
        arn::role(account, &self.path, &self.name)
    }
}

/// A customer managed policy with its versions, oldest first.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ManagedPolicy {
    pub name: SmolStr,
    pub path: SmolStr,
    pub id: SmolStr,
    pub created: Timestamp,
    pub updated: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    pub versions: Vec<PolicyVersion>,
    /// Number of the default version: 3 for `v3`.
    pub default_version: u32,
    /// The number that the next version takes; numbers are never used again.
    pub next_version: u32,
    /// Users, groups and roles that it is attached to.
    #[serde(default)]
    pub attachment_count: usize,
    /// Users and roles whose permissions boundary it is.
    #[serde(default)]
    pub boundary_count: usize,
}

impl ManagedPolicy {
    pub(crate) fn arn(&self, account: AccountId) -> String {
        arn::policy(account, &self.path, &self.name)
    }

    pub(crate) fn version(&self, number: u32) -> Option<&PolicyVersion> {
        self.versions
            .iter()
            .find(|version| version.number == number)
    }

    /// How often the account uses it.
    pub(crate) fn uses(&self) -> Uses {
        Uses {
            attachments: self.attachment_count,
            boundaries: self.boundary_count,
        }
    }

    /// The version in force.
    pub(crate) fn default(&self) -> &PolicyVersion {
        self.version(self.default_version)
            .expect("the default version is never deleted")
    }
}

/// One version of a managed policy.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PolicyVersion {
    pub number: u32,
    pub created: Timestamp,
    pub document: Arc<StoredPolicy>,
}

/// Names in AWS's order: regardless of case, then by case.
pub(crate) fn sorted_names<'a>(names: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.map(String::as_str).collect();
    names.sort_by_cached_key(|name| (name.to_ascii_lowercase(), (*name).to_owned()));
    names
}
