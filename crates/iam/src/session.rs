//! What a session token holds: everything about temporary credentials that is frozen when they are issued (S-3).

use crate::state::Tag;
use crate::{AccountId, Error};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The claims of temporary credentials. Sealed into the session token; never in the log.
#[derive(Serialize, Deserialize)]
pub(crate) struct Session {
    pub account: AccountId,
    pub of: SessionOf,
    /// Whole seconds.
    pub issued: Timestamp,
    /// The first moment at which the credentials are no longer valid.
    pub expires: Timestamp,
    pub secret: Zeroizing<String>,
    /// Whether a one-time code was proven when these credentials were issued (spec §5.2).
    #[serde(default)]
    pub mfa: bool,
    /// Session policies, where any were passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<SessionPolicies>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Keys among `tags` that go on to sessions assumed from this one (S-42).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transitive: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// Condition keys that an identity provider's word gave to the session (spec §8).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<SessionKey>,
    /// For credentials that a delegation request's token was traded for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<Delegation>,
    /// Blanks that make the token as long as the caller asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub padding: String,
}

/// What makes a session a delegated one.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Delegation {
    /// The account that asked for it, and uses it.
    pub requestor: AccountId,
    /// The request's id.
    pub request: String,
    /// The session policies that bound the approver: they bind beside the request's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<SessionPolicies>,
}

/// A condition key that a session carries because an identity provider said so when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionKey {
    pub name: String,
    pub value: SessionKeyValue,
}

/// The value of a [`SessionKey`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum SessionKeyValue {
    /// Of a single-valued key.
    One(String),
    /// Of a multivalued key.
    Many(Vec<String>),
}

/// Whose session it is, by unique id: a recreated user or role does not inherit it (I-4).
#[derive(Serialize, Deserialize)]
pub(crate) enum SessionOf {
    /// AssumeRole and its kin.
    Role { id: String, session_name: String },
    /// GetSessionToken of a user.
    User { id: String },
    /// GetSessionToken of the account's root.
    Root,
    /// AssumeRoot: the root of a member account, for one task, whose policy is the session policy.
    AssumedRoot,
    /// GetFederationToken of a user, or of the root where `issuer` is absent.
    FederatedUser {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issuer: Option<String>,
    },
}

/// The session policies of a role's or federated user's session: the inline one is frozen, managed ones are live (E-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionPolicies {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inline: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub managed: Vec<String>,
}

impl Session {
    /// The tags that a session assumed from this one inherits.
    pub(crate) fn transitive_tags(&self) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(|tag| {
            self.transitive
                .iter()
                .any(|key| key.eq_ignore_ascii_case(&tag.key))
        })
    }

    /// # Errors
    /// `ExpiredToken` from its last moment on, in AWS's words.
    pub(crate) fn check_unexpired(&self, now: Timestamp) -> Result<(), Error> {
        if now < self.expires {
            return Ok(());
        }
        Err(Error::expired_token(
            "The security token included in the request is expired.",
        ))
    }

    /// Sealed form before encryption.
    pub(crate) fn encode(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(serde_json::to_vec(self).expect("claims serialize to JSON"))
    }

    pub(crate) fn decode(claims: &[u8]) -> Option<Session> {
        serde_json::from_slice(claims).ok()
    }
}
