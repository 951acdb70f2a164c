//! `DescribeHandshake`.

use super::invite_account_to_organization::HandshakeResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, HandshakeShape};
use serde::Deserialize;

/// Tells a handshake to whoever asked and to whoever is asked, until thirty days after its end.
///
/// Permission: `organizations:DescribeHandshake` on the handshake.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeHandshake {
    handshake_id: String,
}

impl Operation for DescribeHandshake {
    const NAME: &'static str = "DescribeHandshake";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        other DescribeHandshake HandshakeId=$h -> Handshake.State=OPEN & Handshake.Parties.1.Id=$org & Handshake.Parties.2.Id=222222222222
        root DescribeHandshake HandshakeId=h-12345678 -> 400 HandshakeNotFoundException
        root CancelHandshake HandshakeId=$h -> ok
        clock +2591999
        other DescribeHandshake HandshakeId=$h -> Handshake.State=CANCELED
        root ListHandshakesForOrganization -> Handshakes.1.State=CANCELED
        clock +1
        other DescribeHandshake HandshakeId=$h -> 400 HandshakeNotFoundException
        root ListHandshakesForOrganization -> !Handshakes.1
        other ListHandshakesForAccount -> !Handshakes.1
    "#;
    type Output = HandshakeResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![organizations::handshake_permission(
            cx,
            "organizations:DescribeHandshake",
            &self.handshake_id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakeResult>, Error> {
        let (organization, handshake) = organizations::handshake(cx, &self.handshake_id)?;
        Outcome::read(HandshakeResult {
            handshake: HandshakeShape::of(cx.state, organization, handshake, cx.now),
        })
    }
}
