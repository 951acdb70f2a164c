//! `CancelHandshake`.

use super::ending;
use super::invite_account_to_organization::HandshakeResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, HandshakeState, OrganizationChange};
use serde::Deserialize;

/// Takes an invitation back that the caller's organization made.
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
            return Err(Error::access_denied(
                "You don't have permissions to access this resource.",
            ));
        }
        ending::check(cx, organization, handshake, HandshakeState::Canceled)?;
        let ended = ending::shape(cx, organization, handshake, HandshakeState::Canceled);
        organizations::changed(
            organization,
            OrganizationChange::HandshakeEnded {
                id: handshake.id.to_string(),
                state: HandshakeState::Canceled,
            },
            HandshakeResult { handshake: ended },
        )
    }
}
