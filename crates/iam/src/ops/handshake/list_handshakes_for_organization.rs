//! `ListHandshakesForOrganization`.

use super::listing;
use super::listing::{Filter, HandshakesResult};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, HandshakeShape, OrganizationPage};
use serde::Deserialize;

/// Lists what the organization asks, by id, and for thirty days what it asked.
///
/// Permission: `organizations:ListHandshakesForOrganization` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListHandshakesForOrganization {
    filter: Option<Filter>,
    next_token: Option<String>,
    max_results: Option<usize>,
}

impl Operation for ListHandshakesForOrganization {
    const NAME: &'static str = "ListHandshakesForOrganization";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> ok
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        root ListHandshakesForOrganization -> Handshakes.1.Id=$h
        other ListHandshakesForOrganization -> 400 AWSOrganizationsNotInUseException
    "#;
    type Output = HandshakesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListHandshakesForOrganization",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakesResult>, Error> {
        let organization = organizations::organization(cx)?;
        listing::check(self.filter.as_ref())?;
        let handshakes = organization.handshakes.values();
        let handshakes = handshakes
            .filter(|handshake| organizations::is_kept(handshake, cx.now))
            .map(|handshake| HandshakeShape::of(cx.state, organization, handshake, cx.now))
            .filter(|handshake| listing::wanted(self.filter.as_ref(), handshake));
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(handshakes, |handshake| handshake.id.clone())?;
        Outcome::read(HandshakesResult::of(paged))
    }
}
