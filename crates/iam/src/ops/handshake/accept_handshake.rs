//! `AcceptHandshake`.

use super::ending;
use super::invite_account_to_organization::HandshakeResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, HandshakeState, OrganizationChange, Refused, service_role};
use serde::Deserialize;

/// Accepts an invitation: the caller's account joins the organization, in its root, and what binds there binds it at once.
/// It gets the service-linked role of Organizations, as AWS makes it.
///
/// Permission: `organizations:AcceptHandshake` on the handshake.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AcceptHandshake {
    handshake_id: String,
}

impl Operation for AcceptHandshake {
    const NAME: &'static str = "AcceptHandshake";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> ok
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        other AcceptHandshake HandshakeId=$h -> Handshake.State=ACCEPTED
        other DescribeOrganization -> Organization.MasterAccountId=123456789012
        other AcceptHandshake HandshakeId=$h -> 400 HandshakeAlreadyInStateException The specified handshake is already in the requested state.
        other AcceptHandshake HandshakeId=h-12345678 -> 400 HandshakeNotFoundException
    "#;
    type Output = HandshakeResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![organizations::handshake_permission(
            cx,
            "organizations:AcceptHandshake",
            &self.handshake_id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakeResult>, Error> {
        let (organization, handshake) = ending::asked(cx, &self.handshake_id)?;
        ending::check(cx, organization, handshake, HandshakeState::Accepted)?;
        let account = handshake.target;
        if cx.state.organization_of(account).is_some() {
            return Err(Refused::InvitedIsMember.error());
        }
        let id = handshake.id.to_string();
        let changes = [
            OrganizationChange::HandshakeEnded {
                id: id.clone(),
                state: HandshakeState::Accepted,
            },
            OrganizationChange::AccountJoined {
                account,
                handshake: id,
            },
        ];
        let ended = ending::shape(cx, organization, handshake, HandshakeState::Accepted);
        Ok(Outcome {
            account: Some(organization.management),
            events: changes.into_iter().map(Event::Organization).collect(),
            then: service_role::missing(cx.account(), &cx.seed)
                .map(|role| (account, vec![role]))
                .into_iter()
                .collect(),
            output: HandshakeResult { handshake: ended },
        })
    }
}
