//! What happened, as the log keeps it. Shapes are never edited: a new shape is a new variant.

use crate::AccountId;
use crate::document::DocumentText;
use crate::import::Arrival;
use crate::keyring::SealedSecret;
use crate::organizations::OrganizationChange;
use crate::state::{
    AssertionEncryption, DelegationChange, DelegationTerms, Entity, KeyStatus, PasswordPolicy, Tag,
};
use crate::work::PasswordHash;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One change to one account. Holds every value that was chosen; applying it chooses nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all_fields = "camelCase")]
#[expect(
    missing_docs,
    reason = "each variant's fields are the changed entity's, under the entity's names"
)]
pub enum Event {
    /// An account came to be. The first one's root runs the server.
    AccountCreated {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// The root got an access key. `alias`: its id was chosen by the operator and does not encode the account.
    RootKeyCreated {
        id: String,
        secret: SealedSecret,
        #[serde(default)]
        alias: bool,
    },
    /// The root lost an access key.
    RootKeyDeleted {
        id: String,
    },

    /// The account got an alias, in place of the one that it had.
    AccountAliasSet {
        alias: String,
    },
    AccountAliasDeleted {
        alias: String,
    },
    /// A credential report was generated; what it says follows from the state.
    CredentialReportGenerated {},
    /// A report on last uses was asked for; what it says follows from the state. `actions`: each action besides services.
    AccessReportRequested {
        id: String,
        arn: String,
        actions: bool,
        /// The unique id of who asked.
        by: String,
    },
    /// A report on last uses in an organization was asked for, of what an entity's path names, or of one policy of it.
    OrganizationsReportRequested {
        id: String,
        entity_path: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        policy: Option<String>,
    },
    /// The root may have a password again: one is set by mail, which is not sent here.
    RootLoginProfileCreated {},
    /// The root may have none.
    RootLoginProfileDeleted {},
    /// Tokens of the global endpoint have this version from now on.
    GlobalTokenVersionSet {
        version: u8,
    },
    /// Properties were put on the account, in place of those with the same keys.
    AccountPropertiesPut {
        properties: BTreeMap<String, String>,
    },

    UserCreated {
        name: String,
        path: String,
        id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        boundary: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    UserUpdated {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new_name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new_path: Option<String>,
    },
    UserDeleted {
        name: String,
    },

    GroupCreated {
        name: String,
        path: String,
        id: String,
    },
    GroupUpdated {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new_name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new_path: Option<String>,
    },
    GroupDeleted {
        name: String,
    },
    UserAddedToGroup {
        group: String,
        user: String,
    },
    UserRemovedFromGroup {
        group: String,
        user: String,
    },

    AccessKeyCreated {
        user: String,
        id: String,
        secret: SealedSecret,
    },
    /// A user's key, or the root's where `user` is absent.
    AccessKeyUpdated {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        id: String,
        status: KeyStatus,
    },
    AccessKeyDeleted {
        user: String,
        id: String,
    },

    /// The account set what it demands of passwords.
    PasswordPolicyPut {
        policy: PasswordPolicy,
    },
    /// The account went back to AWS's default demands.
    PasswordPolicyDeleted {},
    /// A user got a password, of which the hash is kept.
    LoginProfileCreated {
        user: String,
        hash: PasswordHash,
        reset_required: bool,
    },
    LoginProfileUpdated {
        user: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hash: Option<PasswordHash>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reset_required: Option<bool>,
    },
    LoginProfileDeleted {
        user: String,
    },
    /// A user got a credential that one service alone takes.
    ServiceCredentialCreated {
        user: String,
        id: String,
        service: String,
        alias: String,
        secret: SealedSecret,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires: Option<Timestamp>,
    },
    /// A credential for one service has another secret.
    ServiceCredentialReset {
        user: String,
        id: String,
        secret: SealedSecret,
    },
    ServiceCredentialUpdated {
        user: String,
        id: String,
        status: KeyStatus,
    },
    ServiceCredentialDeleted {
        user: String,
        id: String,
    },

    RoleCreated {
        name: String,
        path: String,
        id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        session_seconds_max: u32,
        trust: DocumentText,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        boundary: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    RoleUpdated {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session_seconds_max: Option<u32>,
    },
    TrustUpdated {
        role: String,
        trust: DocumentText,
    },
    RoleDeleted {
        name: String,
    },

    /// A service of AWS, or somebody for it, made its own role, which has this policy from the beginning.
    ServiceLinkedRoleCreated {
        service: String,
        name: String,
        path: String,
        id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        session_seconds_max: u32,
        trust: DocumentText,
        policy: String,
    },
    /// The deletion of a service-linked role was asked for, and carried out unless there is a `failure`.
    ServiceLinkedRoleDeletion {
        role: String,
        task: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<String>,
    },

    PolicyCreated {
        name: String,
        path: String,
        id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        document: DocumentText,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    PolicyDeleted {
        arn: String,
    },
    PolicyVersionCreated {
        arn: String,
        version: u32,
        document: DocumentText,
        default: bool,
    },
    PolicyVersionDeleted {
        arn: String,
        version: u32,
    },
    DefaultPolicyVersionSet {
        arn: String,
        version: u32,
    },

    PolicyAttached {
        entity: Entity,
        arn: String,
    },
    PolicyDetached {
        entity: Entity,
        arn: String,
    },
    InlinePolicyPut {
        entity: Entity,
        policy: String,
        document: DocumentText,
    },
    InlinePolicyDeleted {
        entity: Entity,
        policy: String,
    },
    /// The boundary of a user or role was set.
    BoundaryPut {
        entity: Entity,
        arn: String,
    },
    /// The boundary of a user or role was taken away.
    BoundaryDeleted {
        entity: Entity,
    },

    /// A virtual MFA device came to be; its serial number follows from path and name.
    MfaDeviceCreated {
        path: String,
        name: String,
        seed: SealedSecret,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    MfaDeviceDeleted {
        serial: String,
    },
    /// A device became that of a user, by unique id, or of the root where `user` is absent. `adjustment` is how many
    /// steps its clock is ahead, `pair` the counter of the later of the two codes that proved it.
    MfaDeviceEnabled {
        serial: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        adjustment: i64,
        pair: u64,
    },
    MfaDeviceResynced {
        serial: String,
        adjustment: i64,
        pair: u64,
    },
    MfaDeviceDeactivated {
        serial: String,
    },
    /// A one-time code was taken for credentials. `window`: the three minutes of real time in which it was tried.
    MfaCodeUsed {
        serial: String,
        counter: u64,
        window: u64,
    },
    /// A code was tried that the device did not show, or had shown to someone already.
    MfaCodeRefused {
        serial: String,
        window: u64,
    },
    /// The operator registered a hardware token with an account. It is nobody's yet.
    HardwareTokenAdded {
        serial: String,
        seed: SealedSecret,
    },
    /// The operator registered a FIDO security key of a user, by unique id, or of the root where `user` is absent. It goes when it is
    /// deactivated.
    SecurityKeyAdded {
        serial: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        certifications: BTreeMap<String, String>,
    },

    InstanceProfileCreated {
        name: String,
        path: String,
        id: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    InstanceProfileDeleted {
        name: String,
    },
    RoleAddedToInstanceProfile {
        profile: String,
        role: String,
    },
    RoleRemovedFromInstanceProfile {
        profile: String,
        role: String,
    },

    /// An OpenID Connect provider came to be known; its ARN follows from its URL.
    OidcProviderCreated {
        url: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        client_ids: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        thumbprints: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    OidcProviderDeleted {
        url: String,
    },
    OidcClientIdAdded {
        url: String,
        client_id: String,
    },
    OidcClientIdRemoved {
        url: String,
        client_id: String,
    },
    /// The thumbprints are these now, and no others.
    OidcThumbprintsSet {
        url: String,
        thumbprints: Vec<String>,
    },
    /// A SAML provider came to be. `uuid` is the id that AWS shows beside the ARN.
    SamlProviderCreated {
        name: String,
        uuid: String,
        metadata: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        encryption: Option<AssertionEncryption>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<SamlKey>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    SamlProviderUpdated {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        metadata: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        encryption: Option<AssertionEncryption>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        added_key: Option<SamlKey>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        removed_key: Option<String>,
    },
    SamlProviderDeleted {
        name: String,
    },
    /// An assertion was used where each is good for once. `id`: a hash of its issuer and identifier; `until`: when it is over;
    /// `seen`: real time.
    SamlAssertionUsed {
        id: String,
        until: Timestamp,
        seen: Timestamp,
    },

    /// Something happened to the organization that the account manages.
    Organization(OrganizationChange),
    ServerCertificateUploaded {
        name: String,
        path: String,
        id: String,
        body: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chain: Option<String>,
        private_key: SealedSecret,
        expires: Timestamp,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    },
    ServerCertificateUpdated {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new_name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new_path: Option<String>,
    },
    ServerCertificateDeleted {
        name: String,
    },
    /// A user, or the root where `user` is absent, got a signing certificate.
    SigningCertificateUploaded {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        id: String,
        body: String,
    },
    SigningCertificateUpdated {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        id: String,
        status: KeyStatus,
    },
    SigningCertificateDeleted {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        id: String,
    },
    SshPublicKeyUploaded {
        user: String,
        id: String,
        key: String,
        fingerprint: String,
    },
    SshPublicKeyUpdated {
        user: String,
        id: String,
        status: KeyStatus,
    },
    SshPublicKeyDeleted {
        user: String,
        id: String,
    },

    /// The account issues tokens for systems outside from now on; `issuer` is what names it in the issuer's URL.
    OutboundFederationEnabled {
        issuer: String,
    },
    /// The account issues no such tokens any more.
    OutboundFederationDisabled {},
    /// Keys to sign such tokens with were made: both private keys sealed, both public ones as key sets write them.
    TokenKeyMade {
        id: String,
        rsa: SealedSecret,
        n: String,
        e: String,
        ec: SealedSecret,
        x: String,
        y: String,
    },

    /// All keys that sign such tokens, of every account, sign no more; what they signed stays good.
    TokenKeysRetired {},

    /// A service became a caller, with a key of its own. The account is the one whose root runs the server.
    ServiceAdded {
        name: String,
        /// What the requests of the service's own callers are signed for.
        signing_name: String,
        id: String,
        secret: SealedSecret,
    },
    ServiceRemoved {
        name: String,
    },
    /// Something came from elsewhere, with the id and the date that it had there.
    Imported(Arrival),

    /// The account asks for a delegation; requests that were over long since are forgotten.
    DelegationRequestCreated {
        terms: Box<DelegationTerms>,
    },
    /// Something became of a request of the account's.
    DelegationRequestChanged {
        id: String,
        change: DelegationChange,
    },

    /// Tags were set; a tag with the same key, regardless of case, is replaced.
    Tagged {
        target: Tagged,
        tags: Vec<Tag>,
    },
    /// Tags with these keys, regardless of case, were taken away.
    Untagged {
        target: Tagged,
        keys: Vec<String>,
    },
    /// These are all the tags that a thing has from now on: of what tells the keys of tags apart by case.
    TagsSet {
        target: Tagged,
        tags: Vec<Tag>,
    },
}

/// A private key of a SAML provider: its id, and the key sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamlKey {
    /// What `RemovePrivateKey` names it by.
    pub id: String,
    /// PKCS #8, sealed under the key ring.
    pub key: SealedSecret,
}

/// What carries tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Tagged {
    /// A user by name.
    User(String),
    /// A role by name.
    Role(String),
    /// A managed policy by ARN.
    Policy(String),
    /// A virtual MFA device by serial number.
    MfaDevice(String),
    /// A SAML provider by name.
    SamlProvider(String),
    /// An instance profile by name.
    InstanceProfile(String),
    /// An OpenID Connect provider by URL.
    OidcProvider(String),
    /// A server certificate by name.
    ServerCertificate(String),
}

/// The events of one request, of one account: one record of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Version of the record's own shape.
    pub v: u8,
    /// When the decision was made; whole seconds are shown, all of it is kept.
    pub at: Timestamp,
    /// The request's id, so that a lost reply can be found again.
    pub request_id: String,
    /// The account that every event changes.
    pub account: AccountId,
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// A record or checkpoint that this version cannot read; says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub(crate) String);

impl Record {
    /// The version that this program writes.
    pub const VERSION: u8 = 1;

    /// The record as the journal keeps it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("events serialize to JSON")
    }

    /// Reads a record of any version ever written.
    ///
    /// # Errors
    /// Says what is not readable; a version from the future is refused.
    pub fn decode(bytes: &[u8]) -> Result<Record, Unreadable> {
        let record: Record = serde_json::from_slice(bytes)
            .map_err(|error| Unreadable(format!("not a record: {error}")))?;
        if record.v > Record::VERSION {
            return Err(Unreadable(format!(
                "the record has version {}, this program reads up to {}",
                record.v,
                Record::VERSION
            )));
        }
        Ok(record)
    }
}
