//! `RetireTokenKeys` of the service `portcullis`.

use super::only::operator_only;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Retires the keys by which accounts sign tokens for systems outside (`GetWebIdentityToken`), of all accounts: the next token is
/// signed by a new one. Private keys are forgotten at once, public ones stay published for the hour that a token lives at most.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
pub(crate) struct RetireTokenKeys {}

impl Operation for RetireTokenKeys {
    const NAME: &'static str = "RetireTokenKeys";
    const EXAMPLE: &'static str = "
        root RetireTokenKeys -> unchanged
        root iam:EnableOutboundWebIdentityFederation -> ok
        root RetireTokenKeys -> ok
        root RetireTokenKeys -> unchanged
        root sts:GetWebIdentityToken Audience.member.1=app SigningAlgorithm=RS256 -> ok
        root sts:GetWebIdentityToken Audience.member.1=app SigningAlgorithm=RS256 -> unchanged
        root iam:CreateUser UserName=Ann -> ok
        root iam:CreateAccessKey UserName=Ann -> as ann
        ann RetireTokenKeys -> 403 AccessDenied
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let mut issuers = cx.state.accounts().filter_map(|it| it.outbound.as_ref());
        if issuers.all(|issuer| issuer.keys.is_empty()) {
            return Outcome::read(());
        }
        Outcome::event(Event::TokenKeysRetired {}, ())
    }
}
