//! `InviteAccountToOrganization`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, HandshakeShape, OrganizationChange, Refused, arn};
use crate::state::{State, Tag};
use crate::{AccountId, Error};
use serde::{Deserialize, Serialize};

/// Invites another account of this server to join. An address is known of accounts that organizations made, and nothing is mailed:
/// the account finds the invitation by `ListHandshakesForAccount`.
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
            |organization| arn::account(organization, &self.target.id),
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
        if cx.state.organization_of(target).is_some() {
            return Err(Refused::InvitedIsMember.error());
        }
        let pending = organization.handshakes.values().any(|handshake| {
            handshake.target == target
                && HandshakeShape::of(cx.state, organization, handshake, cx.now).is_open()
        });
        if pending {
            return Err(Refused::DuplicateHandshake.error());
        }
        let id = format!("h-{}", cx.seed.base36("handshake id", 10));
        let events = vec![Event::Organization(OrganizationChange::HandshakeOpened {
            id: id.clone(),
            action: "INVITE".to_owned(),
            target,
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
            "EMAIL" => cx.state.account_of_address(&self.id).ok_or_else(refused),
            _ => Err(refused()),
        }
    }
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
