//! `GetOutboundWebIdentityFederationInfo`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::issuer_documents::issuer_url;
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Tells the account's issuer, whose documents systems outside ask for.
///
/// Permission: `iam:GetOutboundWebIdentityFederationInfo` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct GetOutboundWebIdentityFederationInfo {}

/// The issuer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetOutboundWebIdentityFederationInfoResult {
    issuer_identifier: String,
    jwt_vending_enabled: bool,
}

impl Operation for GetOutboundWebIdentityFederationInfo {
    const NAME: &'static str = "GetOutboundWebIdentityFederationInfo";
    const EXAMPLE: &'static str = "
        root GetOutboundWebIdentityFederationInfo -> 404 FeatureDisabled The request failed because outbound identity federation is disabled for your AWS account.
        root EnableOutboundWebIdentityFederation -> set issuer=EnableOutboundWebIdentityFederationResult.IssuerIdentifier
        root GetOutboundWebIdentityFederationInfo -> GetOutboundWebIdentityFederationInfoResult.IssuerIdentifier=$issuer & GetOutboundWebIdentityFederationInfoResult.JwtVendingEnabled=true
    ";
    type Output = GetOutboundWebIdentityFederationInfoResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GetOutboundWebIdentityFederationInfo",
            "*",
            cx.account().id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetOutboundWebIdentityFederationInfoResult>, Error> {
        let outbound = cx.account().outbound.as_ref();
        let Some(outbound) = outbound.filter(|outbound| outbound.enabled) else {
            return Err(Error::feature_disabled(
                "The request failed because outbound identity federation is disabled for your AWS account.",
            ));
        };
        Outcome::read(GetOutboundWebIdentityFederationInfoResult {
            issuer_identifier: issuer_url(cx.settings, outbound),
            jwt_vending_enabled: true,
        })
    }
}
