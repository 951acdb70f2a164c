//! `InviteAccountToOrganization`.

use super::super::member_account::ACCOUNTS_MAX;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, HandshakeShape, OrganizationChange, Refused, arn};
use crate::state::{Handshake, Organization, State, Tag};
use crate::{AccountId, Error};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Invites another account of this server to join, which may be in another organization until it accepts. An address is known of
/// accounts that organizations made, and nothing is mailed: the account finds the invitation by `ListHandshakesForAccount`.
///
/// Permission: `organizations:InviteAccountToOrganization` on the invited account, with the request's tags; with tags also
/// `organizations:TagResource`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InviteAccountToOrganization {
    target: Target,
    notes: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// AWS's `HandshakeParty`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Target {
    id: String,
    r#type: String,
}

/// The handshake.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct HandshakeResult {
    pub handshake: HandshakeShape,
}

impl Operation for InviteAccountToOrganization {
    const NAME: &'static str = "InviteAccountToOrganization";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> ok
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} Notes=please -> Handshake.State=OPEN & Handshake.Action=INVITE
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> 400 DuplicateHandshakeException
        root InviteAccountToOrganization Target={"Id":"333333333333","Type":"ACCOUNT"} -> 400 InvalidInputException
    "#;
    type Output = HandshakeResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:InviteAccountToOrganization",
            |organization| {
                let known = self.target.account(cx).ok();
                let id = known.map_or_else(|| self.target.id.clone(), |id| id.to_string());
                arn::account(organization, &id)
            },
        )?;
        let permission = permission.with_request_tags(&self.tags);
        Ok(vec![if self.tags.is_empty() {
            permission
        } else {
            permission.and(&["organizations:TagResource"])
        }])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakeResult>, Error> {
        let organization = organizations::organization(cx)?;
        organizations::check_tags(&[], &self.tags, cx.settings.quotas.tags.limit)?;
        let target = self.target.account(cx)?;
        if organization.members.contains_key(&target) {
            return Err(Refused::InvitedIsMember.error());
        }
        let mut waiting = invitations(organization, cx.now);
        if waiting.any(|handshake| handshake.target == target) {
            return Err(Refused::DuplicateHandshake.error());
        }
        if accounts_taken(organization, cx.now) >= ACCOUNTS_MAX {
            return Err(Refused::TooManyAccounts.error());
        }
        let id = format!("h-{}", cx.seed.base36("handshake id", 10));
        let by_address = self.target.r#type == "EMAIL";
        let events = vec![Event::Organization(OrganizationChange::HandshakeSent {
            id: id.clone(),
            action: organizations::INVITE.to_owned(),
            target,
            email: by_address.then(|| self.target.id.clone()),
            parent: None,
            notes: self.notes.clone(),
            tags: self.tags.clone(),
        })];
        let handshake = opened(cx, &events, &id);
        Ok(Outcome {
            account: Some(organization.management),
            events,
            then: Vec::new(),
            output: HandshakeResult { handshake },
        })
    }
}

impl Target {
    /// The account of this server that is meant.
    fn account(&self, cx: &Cx) -> Result<AccountId, Error> {
        let refused = || Refused::PartyType.error();
        match self.r#type.as_str() {
            "ACCOUNT" => {
                let account: AccountId = self.id.parse().map_err(|_| refused())?;
                let known = cx.state.account(account);
                known.map(|account| account.id).ok_or_else(refused)
            }
            "EMAIL" => {
                let known = cx.state.account_of_address(&self.id);
                known.ok_or_else(|| Refused::EmailTarget.error())
            }
            _ => Err(refused()),
        }
    }
}

/// The invitations that wait for an answer.
pub(crate) fn invitations(
    organization: &Organization,
    now: Timestamp,
) -> impl Iterator<Item = &Arc<Handshake>> {
    let handshakes = organization.handshakes.values();
    handshakes.filter(move |handshake| {
        handshake.action == organizations::INVITE && organizations::is_waiting(handshake, now)
    })
}

/// How many accounts an organization has or has invited: both count for what it may have.
pub(crate) fn accounts_taken(organization: &Organization, now: Timestamp) -> usize {
    organization.members.len() + invitations(organization, now).count()
}

/// A handshake as it is after the events that open it.
pub(crate) fn opened(cx: &Cx, events: &[Event], id: &str) -> HandshakeShape {
    let after = State::after(cx.state, cx.account().id, cx.now, events);
    let organization = after
        .organization_of(cx.account().id)
        .expect("the caller manages it");
    let handshake = organization.handshakes.get(id).expect("just opened");
    HandshakeShape::of(&after, organization, handshake, cx.now)
}
