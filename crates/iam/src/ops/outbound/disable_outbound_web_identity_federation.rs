//! `DisableOutboundWebIdentityFederation`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Ends tokens for systems outside: none are issued any more, and the issuer's documents are no longer served.
///
/// Permission: `iam:DisableOutboundWebIdentityFederation` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct DisableOutboundWebIdentityFederation {}

impl Operation for DisableOutboundWebIdentityFederation {
    const NAME: &'static str = "DisableOutboundWebIdentityFederation";
    const EXAMPLE: &'static str = "
        root EnableOutboundWebIdentityFederation -> ok
        root DisableOutboundWebIdentityFederation -> ok
        root DisableOutboundWebIdentityFederation -> 404 FeatureDisabled The request failed because outbound identity federation is disabled for your AWS account.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:DisableOutboundWebIdentityFederation",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        if !cx.account().outbound.as_ref().is_some_and(|it| it.enabled) {
            return Err(Error::feature_disabled(
                "The request failed because outbound identity federation is disabled for your AWS account.",
            ));
        }
        Outcome::event(Event::OutboundFederationDisabled {}, ())
    }
}
