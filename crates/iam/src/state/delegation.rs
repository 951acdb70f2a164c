//! Delegation requests: what somebody asks an account's identities to let him do, and how far that has come.

use super::Tag;
use crate::AccountId;
use crate::session::{SessionKey, SessionPolicies};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long an expired request is still shown; AWS does not say.
const RETENTION: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a delegation request asks for: chosen when it is made, and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DelegationTerms {
    /// Encodes the account that asks.
    pub(crate) id: String,
    pub(crate) workflow: String,
    pub(crate) description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) redirect: Option<String>,
    pub(crate) channel: String,
    pub(crate) seconds: u32,
    #[serde(default)]
    pub(crate) only_send_by_owner: bool,
    /// The one account whose identities may own the request, where the request says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) owner_account: Option<AccountId>,
    pub(crate) template: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parameters: Vec<DelegationParameter>,
    /// What the template says with the parameters in it: the most that the delegation gives.
    pub(crate) policy: String,
}

/// What stands for a placeholder of the template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationParameter {
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) values: Vec<String>,
    /// AWS's `string` or `stringList`, where the request says which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
}

/// Whose request it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationOwner {
    pub(crate) account: AccountId,
    /// As GetCallerIdentity tells it.
    pub(crate) arn: String,
    /// The unique id: who is made anew does not inherit (I-4).
    pub(crate) id: String,
}

/// Who approved a request, as he was then: what the delegated credentials stand for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DelegationApprover {
    pub(crate) account: AccountId,
    pub(crate) arn: String,
    pub(crate) of: ApproverOf,
    /// The session policies that bound him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) within: Option<SessionPolicies>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) transitive: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source_identity: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) keys: Vec<SessionKey>,
}

/// What can become of a delegation request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all_fields = "camelCase")]
pub enum DelegationChange {
    /// It became somebody's.
    Associated {
        /// Whose.
        owner: DelegationOwner,
    },
    /// Its owner handed it on for approval.
    Updated {
        /// What the owner says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notes: Option<String>,
    },
    /// It was approved.
    Accepted {
        /// By whom.
        approver: Box<DelegationApprover>,
    },
    /// It was rejected.
    Rejected {
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notes: Option<String>,
    },
    /// The trade-in token was released.
    TokenSent {
        /// Tells it from any other; not the token.
        token: String,
    },
    /// The token was traded in: it is good for once.
    TokenRedeemed {},
}

/// Which identity an approver has, by unique id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ApproverOf {
    /// The account's root.
    Root,
    /// A user.
    User {
        /// AIDA….
        id: String,
    },
    /// A session of a role.
    Role {
        /// AROA….
        id: SmolStr,
        /// What the session is called.
        session_name: SmolStr,
    },
}

/// Where in its life a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum DelegationState {
    Unassigned,
    Assigned,
    PendingApproval,
    Accepted,
    Rejected,
    Finalized,
    Expired,
}

impl DelegationState {
    /// AWS's word.
    pub(crate) fn text(self) -> &'static str {
        match self {
            DelegationState::Unassigned => "UNASSIGNED",
            DelegationState::Assigned => "ASSIGNED",
            DelegationState::PendingApproval => "PENDING_APPROVAL",
            DelegationState::Accepted => "ACCEPTED",
            DelegationState::Rejected => "REJECTED",
            DelegationState::Finalized => "FINALIZED",
            DelegationState::Expired => "EXPIRED",
        }
    }

    /// How long it lasts before the request expires, as AWS documents it.
    fn lasts(self) -> SignedDuration {
        match self {
            DelegationState::Unassigned => DAY,
            DelegationState::Assigned
            | DelegationState::PendingApproval
            | DelegationState::Accepted
            | DelegationState::Rejected
            | DelegationState::Finalized => DAY * 7,
            DelegationState::Expired => SignedDuration::MAX,
        }
    }
}

/// A state that a request came to, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Passed {
    pub state: DelegationState,
    pub at: Timestamp,
}

/// A delegation request, kept by the account that asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DelegationRequest {
    pub terms: DelegationTerms,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<DelegationOwner>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<DelegationApprover>,
    /// Oldest first; begins with its making. Expiry is not among them: it follows from the time.
    pub passed: Vec<Passed>,
    pub updated: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<String>,
    /// What tells its trade-in token from any other; not the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<SmolStr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redeemed: Option<Timestamp>,
}

impl DelegationRequest {
    pub(crate) fn new(terms: DelegationTerms, at: Timestamp) -> DelegationRequest {
        DelegationRequest {
            terms,
            owner: None,
            approver: None,
            passed: vec![Passed {
                state: DelegationState::Unassigned,
                at,
            }],
            updated: at,
            notes: None,
            rejection: None,
            token: None,
            redeemed: None,
        }
    }

    /// The state that was come to last, and when; time may have ended it since.
    fn latest(&self) -> Passed {
        let latest = self.passed.last().copied();
        latest.unwrap_or(Passed {
            state: DelegationState::Expired,
            at: self.updated,
        })
    }

    pub(crate) fn created(&self) -> Timestamp {
        self.passed.first().map_or(self.updated, |first| first.at)
    }

    /// The first moment at which the request is expired.
    pub(crate) fn expires(&self) -> Timestamp {
        let latest = self.latest();
        latest
            .at
            .saturating_add(latest.state.lasts())
            .expect("a signed duration has no calendar units")
    }

    pub(crate) fn state(&self, now: Timestamp) -> DelegationState {
        if now >= self.expires() {
            DelegationState::Expired
        } else {
            self.latest().state
        }
    }

    /// Whether the request is no longer shown, nor kept where another is made.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        let end = self.expires().saturating_add(RETENTION);
        now >= end.expect("a signed duration has no calendar units")
    }

    /// The account that owns the request, or alone may.
    pub(crate) fn owner_account(&self) -> Option<AccountId> {
        let owner = self.owner.as_ref().map(|owner| owner.account);
        owner.or(self.terms.owner_account)
    }

    /// When what its token is traded for ends: counted from when the token was sent. `None` before that.
    pub(crate) fn delegation_ends(&self) -> Option<Timestamp> {
        let sent = self
            .passed
            .iter()
            .find(|passed| passed.state == DelegationState::Finalized)?;
        let second = Timestamp::from_second(sent.at.as_second()).ok()?;
        let lasts = SignedDuration::from_secs(i64::from(self.terms.seconds));
        second.saturating_add(lasts).ok()
    }

    pub(super) fn pass(&mut self, state: DelegationState, at: Timestamp) {
        self.updated = at;
        if self.latest().state != state {
            self.passed.push(Passed { state, at });
        }
    }
}
