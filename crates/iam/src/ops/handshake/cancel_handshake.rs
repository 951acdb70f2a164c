//! `CancelHandshake`.

use super::ending;
use super::invite_account_to_organization::HandshakeResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, HandshakeState};
use serde::Deserialize;

/// Takes an invitation back that the caller's organization made, or its request for all features with all that members were asked for it.
///
/// Permission: `organizations:CancelHandshake` on the handshake.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CancelHandshake {
    handshake_id: String,
}

impl Operation for CancelHandshake {
    const NAME: &'static str = "CancelHandshake";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> ok
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        other CancelHandshake HandshakeId=$h -> 400 AccessDeniedException
        root CancelHandshake HandshakeId=$h -> Handshake.State=CANCELED
        other AcceptHandshake HandshakeId=$h -> 400 InvalidHandshakeTransitionException
        root DeleteOrganization -> ok
        root CreateOrganization FeatureSet=CONSOLIDATED_BILLING -> ok
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        other AcceptHandshake HandshakeId=$h -> ok
        root EnableAllFeatures -> set whole=Handshake.Id
        root DeclineHandshake HandshakeId=$whole -> 400 AccessDeniedException
        root CancelHandshake HandshakeId=$whole -> Handshake.State=CANCELED
        other ListHandshakesForAccount Filter={"ActionType":"APPROVE_ALL_FEATURES"} -> Handshakes.1.State=CANCELED
        root EnableAllFeatures -> Handshake.State=REQUESTED
    "#;
    type Output = HandshakeResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![organizations::handshake_permission(
            cx,
            "organizations:CancelHandshake",
            &self.handshake_id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakeResult>, Error> {
        let (organization, handshake) = organizations::handshake(cx, &self.handshake_id)?;
        if cx.account().id != organization.management {
            return Err(organizations::not_allowed());
        }
        ending::check(cx, handshake, HandshakeState::Canceled)?;
        let handshake_shape = ending::shape(cx, organization, handshake, HandshakeState::Canceled);
        let parts = organizations::parts(organization, handshake)
            .filter(|part| organizations::is_waiting(part, cx.now));
        let canceled = std::iter::once(handshake).chain(parts);
        let changes = canceled.map(|ended| ending::change(ended, HandshakeState::Canceled));
        Ok(Outcome {
            account: Some(organization.management),
            events: changes.map(Event::Organization).collect(),
            then: Vec::new(),
            output: HandshakeResult {
                handshake: handshake_shape,
            },
        })
    }
}
