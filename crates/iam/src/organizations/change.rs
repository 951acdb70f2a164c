//! What happens to an organization, as the log keeps it. Shapes are never edited: a new shape is a new variant.

use super::{HandshakeState, PolicyType, RootFeature};
use crate::AccountId;
use crate::document::DocumentText;
use crate::state::Tag;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One change to the organization whose management account the record names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all_fields = "camelCase")]
#[expect(
    missing_docs,
    reason = "each variant's fields are the changed thing's, under its names"
)]
pub enum OrganizationChange {
    /// The account made an organization, which it manages.
    Created {
        id: String,
        root: String,
        all_features: bool,
    },
    /// It is no more.
    Deleted,
    /// It has all features from now on.
    AllFeaturesEnabled,
    /// Policies of this type bind from now on; the one that allows everything is attached everywhere.
    PolicyTypeEnabled {
        policy_type: PolicyType,
    },
    /// They bind no longer, and are attached nowhere.
    PolicyTypeDisabled {
        policy_type: PolicyType,
    },

    UnitCreated {
        id: String,
        name: String,
        parent: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    UnitRenamed {
        id: String,
        name: String,
    },
    UnitDeleted {
        id: String,
    },

    /// A new account was asked for; a second record makes it.
    AccountRequested {
        request: String,
        account: AccountId,
        name: String,
        email: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    /// A new account was asked for that cannot be made, for AWS's reason.
    AccountRefused {
        request: String,
        name: String,
        reason: String,
    },
    /// An invited account joined.
    AccountJoined {
        account: AccountId,
        handshake: String,
    },
    /// An account came in with the organization, with what was known of it there.
    AccountImported {
        account: AccountId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        invited: bool,
        joined: Timestamp,
        parent: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closed: Option<Timestamp>,
    },
    AccountMoved {
        account: AccountId,
        parent: String,
    },
    AccountLeft {
        account: AccountId,
    },
    AccountClosed {
        account: AccountId,
    },
    /// An account that goes keeps its address.
    AddressKept {
        account: AccountId,
        email: String,
    },

    PolicyCreated {
        id: String,
        policy_type: PolicyType,
        name: String,
        description: String,
        content: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    PolicyUpdated {
        id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content: Option<String>,
    },
    PolicyDeleted {
        id: String,
    },
    PolicyAttached {
        policy: String,
        target: String,
    },
    PolicyDetached {
        policy: String,
        target: String,
    },

    /// Tags were set on the root, a unit, an account, a policy or the resource policy.
    Tagged {
        resource: String,
        tags: Vec<Tag>,
    },
    Untagged {
        resource: String,
        keys: Vec<String>,
    },

    /// The same as it was written before handshakes told of addresses and of each other.
    HandshakeOpened {
        id: String,
        action: String,
        target: AccountId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notes: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    /// The same as it was written before the time of the end was kept.
    HandshakeEnded {
        id: String,
        state: HandshakeState,
    },
    /// Somebody was asked something: by an address where the caller gave one, as a part of another handshake where that needs several answers.
    HandshakeSent {
        id: String,
        action: String,
        target: AccountId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notes: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    /// It was answered or taken back, at the time of the record.
    HandshakeAnswered {
        id: String,
        state: HandshakeState,
    },

    ServiceEnabled {
        service: String,
    },
    ServiceDisabled {
        service: String,
    },
    AdministratorRegistered {
        account: AccountId,
        service: String,
    },
    AdministratorDeregistered {
        account: AccountId,
        service: String,
    },
    /// The same as it was written before principals were bound.
    ResourcePolicyPut {
        id: String,
        content: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    /// The organization got a resource policy whose principals are bound to unique ids (G-24).
    ResourcePolicyBound {
        id: String,
        content: DocumentText,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    ResourcePolicyDeleted,

    /// A feature of centralized root access works from now on.
    RootFeatureEnabled {
        feature: RootFeature,
    },
    /// It works no longer; sessions that it gave go on until they expire.
    RootFeatureDisabled {
        feature: RootFeature,
    },
}
