//! `ListHandshakesForAccount`.

use super::listing;
use super::listing::{Filter, HandshakesResult};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, HandshakeShape, OrganizationPage};
use serde::Deserialize;

/// Lists what the caller's account is asked, by id, and for thirty days what it was asked.
///
/// Permission: `organizations:ListHandshakesForAccount` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListHandshakesForAccount {
    filter: Option<Filter>,
    next_token: Option<String>,
    max_results: Option<usize>,
}

impl Operation for ListHandshakesForAccount {
    const NAME: &'static str = "ListHandshakesForAccount";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> ok
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        other ListHandshakesForAccount -> Handshakes.1.Id=$h
        other ListHandshakesForAccount Filter={"ActionType":"ENABLE_ALL_FEATURES"} -> !Handshakes.1
        other ListHandshakesForAccount Filter={"ActionType":"INVITE","ParentHandshakeId":"$h"} -> 400 InvalidInputException You can specify only one filter parameter for the operation.
        root ListHandshakesForAccount -> !Handshakes.1
        root ListHandshakesForAccount NextToken=other! -> 400 InvalidInputException
    "#;
    type Output = HandshakesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "organizations:ListHandshakesForAccount",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakesResult>, Error> {
        listing::check(self.filter.as_ref())?;
        let account = cx.account().id;
        let handshakes = cx.state.organizations().flat_map(|organization| {
            let handshakes = organization.handshakes.values();
            // What is about all of an organization asks no account.
            let mine = handshakes.filter(|handshake| {
                handshake.target == account
                    && handshake.action != organizations::ENABLE_ALL_FEATURES
                    && organizations::is_kept(handshake, cx.now)
            });
            mine.map(|handshake| HandshakeShape::of(cx.state, organization, handshake, cx.now))
        });
        let mut handshakes: Vec<HandshakeShape> = handshakes
            .filter(|handshake| listing::wanted(self.filter.as_ref(), handshake))
            .collect();
        handshakes.sort_by(|a, b| a.id.cmp(&b.id));
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(handshakes.into_iter(), |handshake| handshake.id.clone())?;
        Outcome::read(HandshakesResult::of(paged))
    }
}
