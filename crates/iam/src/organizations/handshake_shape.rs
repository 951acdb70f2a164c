//! Handshakes as replies show them, and what becomes of them by time.

use super::arn;
use super::handshake_state::HandshakeState;
use super::shape::seconds;
use crate::state::{Handshake, Organization, State};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Asks an account to join.
pub(crate) const INVITE: &str = "INVITE";
/// Gives an organization all features, once every account that was invited agrees. It is the organization's own.
pub(crate) const ENABLE_ALL_FEATURES: &str = "ENABLE_ALL_FEATURES";
/// Asks one invited account to agree.
pub(crate) const APPROVE_ALL_FEATURES: &str = "APPROVE_ALL_FEATURES";

/// How long an invitation stands, and a request for all features.
const INVITATION_OPEN: SignedDuration = SignedDuration::from_hours(15 * 24);
const FEATURES_OPEN: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long one is shown after its end.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// AWS's `Handshake`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct HandshakeShape {
    pub id: String,
    arn: String,
    parties: Vec<Party>,
    pub state: &'static str,
    requested_timestamp: f64,
    expiration_timestamp: f64,
    pub action: String,
    resources: Vec<Resource>,
    #[serde(skip)]
    pub parent: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Party {
    id: String,
    r#type: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Resource {
    value: String,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Resource>,
}

impl Resource {
    fn leaf(value: &str, kind: &'static str) -> Resource {
        Resource {
            value: value.to_owned(),
            r#type: kind,
            resources: Vec::new(),
        }
    }
}

impl HandshakeShape {
    pub(crate) fn of(
        known: &State,
        organization: &Organization,
        handshake: &Handshake,
        now: Timestamp,
    ) -> HandshakeShape {
        let asked = asked(handshake);
        let mut parties = vec![Party {
            id: organization.id.to_string(),
            r#type: "ORGANIZATION",
        }];
        parties.extend(asked.as_ref().map(|(id, kind)| Party {
            id: id.clone(),
            r#type: kind,
        }));
        let parent = handshake.parent.as_deref();
        let mut resources: Vec<Resource> = Vec::new();
        resources.extend(parent.map(|parent| Resource::leaf(parent, "PARENT_HANDSHAKE")));
        resources.push(Resource {
            resources: if handshake.action == INVITE {
                about(known, organization)
            } else {
                Vec::new()
            },
            ..Resource::leaf(&organization.id, "ORGANIZATION")
        });
        resources.extend(asked.map(|(id, kind)| Resource::leaf(&id, kind)));
        let notes = handshake.notes.as_deref();
        resources.extend(notes.map(|notes| Resource::leaf(notes, "NOTES")));
        HandshakeShape {
            id: handshake.id.to_string(),
            arn: arn::handshake(organization, &handshake.action, &handshake.id),
            parties,
            state: state(organization, handshake, now),
            requested_timestamp: seconds(handshake.requested),
            expiration_timestamp: seconds(expires(handshake)),
            action: handshake.action.to_string(),
            resources,
            parent: parent.map(str::to_owned),
        }
    }
}

/// Whom a handshake asks, called as the caller called him; nobody but the organization itself where it is about all of it.
fn asked(handshake: &Handshake) -> Option<(String, &'static str)> {
    match &handshake.email {
        Some(email) => Some((email.clone(), "EMAIL")),
        None if handshake.action == ENABLE_ALL_FEATURES => None,
        None => Some((handshake.target.to_string(), "ACCOUNT")),
    }
}

/// What the invited learn of the organization.
fn about(known: &State, organization: &Organization) -> Vec<Resource> {
    let management = organization.management;
    let member = organization.members.get(&management);
    let email = member.and_then(|member| member.email.as_deref());
    let account = known.account(management);
    let name = account.and_then(|account| account.name.as_deref());
    let features = if organization.all_features {
        "ALL"
    } else {
        "CONSOLIDATED_BILLING"
    };
    let mut about: Vec<Resource> = Vec::new();
    about.extend(email.map(|email| Resource::leaf(email, "MASTER_EMAIL")));
    about.extend(name.map(|name| Resource::leaf(name, "MASTER_NAME")));
    about.push(Resource::leaf(features, "ORGANIZATION_FEATURE_SET"));
    about
}

fn expires(handshake: &Handshake) -> Timestamp {
    let open = if handshake.action == INVITE {
        INVITATION_OPEN
    } else {
        FEATURES_OPEN
    };
    handshake.requested + open
}

/// Under AWS's name. What needs several answers is `REQUESTED` until it has them.
fn state(organization: &Organization, handshake: &Handshake, now: Timestamp) -> &'static str {
    match handshake.ended {
        Some(ended) => ended.text(),
        None if now >= expires(handshake) => "EXPIRED",
        None if handshake.action == ENABLE_ALL_FEATURES && !is_agreed(organization, handshake) => {
            "REQUESTED"
        }
        None => "OPEN",
    }
}

/// Whether all who were asked on behalf of a handshake, and are members still, have agreed.
pub(crate) fn is_agreed(organization: &Organization, handshake: &Handshake) -> bool {
    parts(organization, handshake).all(|part| {
        part.ended == Some(HandshakeState::Accepted)
            || !organization.members.contains_key(&part.target)
    })
}

/// The handshakes whose answers another one needs.
pub(crate) fn parts<'a>(
    organization: &'a Organization,
    whole: &'a Handshake,
) -> impl Iterator<Item = &'a Handshake> {
    let handshakes = organization.handshakes.values().map(AsRef::as_ref);
    handshakes.filter(|part: &&Handshake| part.parent.as_ref() == Some(&whole.id))
}

/// Whether a handshake waits for an answer.
pub(crate) fn is_waiting(handshake: &Handshake, now: Timestamp) -> bool {
    handshake.ended.is_none() && now < expires(handshake)
}

/// Whether a handshake is shown still: AWS forgets one thirty days after its end.
pub(crate) fn is_kept(handshake: &Handshake, now: Timestamp) -> bool {
    now < handshake.ended_at.unwrap_or_else(|| expires(handshake)) + KEPT
}
