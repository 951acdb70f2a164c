//! `EnableOutboundWebIdentityFederation`.

use super::new_key;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::issuer_documents::issuer_url;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::Outbound;
use serde::{Deserialize, Serialize};

/// Lets principals of the account have tokens for systems outside (`GetWebIdentityToken`), and makes keys to sign them with: new
/// ones each time.
///
/// Permission: `iam:EnableOutboundWebIdentityFederation` on `*`. The issuer's URL begins with the server's public URL, and stays
/// the account's.
#[derive(Debug, Deserialize)]
pub(crate) struct EnableOutboundWebIdentityFederation {}

/// The issuer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EnableOutboundWebIdentityFederationResult {
    issuer_identifier: String,
}

impl Operation for EnableOutboundWebIdentityFederation {
    const NAME: &'static str = "EnableOutboundWebIdentityFederation";
    const EXAMPLE: &'static str = "
        root EnableOutboundWebIdentityFederation -> EnableOutboundWebIdentityFederationResult.IssuerIdentifier
        root EnableOutboundWebIdentityFederation -> 409 FeatureEnabled The request failed because outbound identity federation is already enabled for your AWS account.
    ";
    type Output = EnableOutboundWebIdentityFederationResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:EnableOutboundWebIdentityFederation",
            "*",
            cx.account().id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<EnableOutboundWebIdentityFederationResult>, Error> {
        let before = cx.account().outbound.as_ref();
        if before.is_some_and(|outbound| outbound.enabled) {
            return Err(Error::feature_enabled(
                "The request failed because outbound identity federation is already enabled for your AWS account.",
            ));
        }
        let issuer = match before {
            Some(outbound) => outbound.issuer.clone(),
            None => cx.seed.uuid("outbound issuer").into(),
        };
        let (_, made) = new_key(cx)?;
        let after = Outbound {
            issuer: issuer.clone(),
            enabled: true,
            keys: Vec::new(),
            retired: Vec::new(),
        };
        let enabled = Event::OutboundFederationEnabled {
            issuer: issuer.to_string(),
        };
        Ok(Outcome {
            account: None,
            then: Vec::new(),
            events: vec![enabled, made],
            output: EnableOutboundWebIdentityFederationResult {
                issuer_identifier: issuer_url(cx.settings, &after),
            },
        })
    }
}
