//! `DeclineHandshake`.

use super::ending;
use super::invite_account_to_organization::HandshakeResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, HandshakeState};
use serde::Deserialize;

/// Declines an invitation to the caller's account, or to agree to all features.
///
/// Permission: `organizations:DeclineHandshake` on the handshake.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeclineHandshake {
    handshake_id: String,
}

impl Operation for DeclineHandshake {
    const NAME: &'static str = "DeclineHandshake";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> ok
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        other DeclineHandshake HandshakeId=$h -> Handshake.State=DECLINED
        other AcceptHandshake HandshakeId=$h -> 400 InvalidHandshakeTransitionException
        other DescribeOrganization -> 400 AWSOrganizationsNotInUseException
    "#;
    type Output = HandshakeResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![organizations::handshake_permission(
            cx,
            "organizations:DeclineHandshake",
            &self.handshake_id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakeResult>, Error> {
        let (organization, handshake) = ending::asked(cx, &self.handshake_id)?;
        if handshake.action == organizations::ENABLE_ALL_FEATURES {
            return Err(organizations::not_allowed());
        }
        ending::check(cx, handshake, HandshakeState::Declined)?;
        let ended = ending::shape(cx, organization, handshake, HandshakeState::Declined);
        organizations::changed(
            organization,
            ending::change(handshake, HandshakeState::Declined),
            HandshakeResult { handshake: ended },
        )
    }
}
