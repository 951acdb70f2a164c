//! `RemoveClientIDFromOpenIDConnectProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Ends a client's tokens for this provider; one that is not there is no error.
///
/// Permission: `iam:RemoveClientIDFromOpenIDConnectProvider` on the provider's ARN, with its tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RemoveClientIdFromOpenIdConnectProvider {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
    #[serde(rename = "ClientID")]
    client_id: String,
}

impl Operation for RemoveClientIdFromOpenIdConnectProvider {
    const NAME: &'static str = "RemoveClientIDFromOpenIDConnectProvider";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool ClientIDList.member.1=app -> ok
        root RemoveClientIDFromOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool ClientID=app -> ok
        root RemoveClientIDFromOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool ClientID=app -> unchanged
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> !GetOpenIDConnectProviderResult.ClientIDList.1
        root RemoveClientIDFromOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/none ClientID=app -> 404 NoSuchEntity OpenIDConnect Provider not found for arn arn:aws:iam::123456789012:oidc-provider/id.example.com/none
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:RemoveClientIDFromOpenIDConnectProvider",
            &self.arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        if !provider.client_ids.contains(&self.client_id) {
            return Outcome::read(());
        }
        let event = Event::OidcClientIdRemoved {
            url: provider.url.to_string(),
            client_id: self.client_id.clone(),
        };
        Outcome::event(event, ())
    }
}
