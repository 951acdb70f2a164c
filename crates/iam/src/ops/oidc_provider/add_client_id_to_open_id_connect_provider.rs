//! `AddClientIDToOpenIDConnectProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Lets a provider's tokens be for one more client; one that is there already changes nothing.
///
/// Permission: `iam:AddClientIDToOpenIDConnectProvider` on the provider's ARN, with its tags. Up to 100 client ids.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddClientIdToOpenIdConnectProvider {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
    #[serde(rename = "ClientID")]
    client_id: String,
}

impl Operation for AddClientIdToOpenIdConnectProvider {
    const NAME: &'static str = "AddClientIDToOpenIDConnectProvider";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool ClientIDList.member.1=app -> ok
        root AddClientIDToOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool ClientID=other -> ok
        root AddClientIDToOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool ClientID=other -> unchanged
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> GetOpenIDConnectProviderResult.ClientIDList.2=other & !GetOpenIDConnectProviderResult.ClientIDList.3
        root AddClientIDToOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/none ClientID=other -> 404 NoSuchEntity OpenIDConnect Provider not found for arn arn:aws:iam::123456789012:oidc-provider/id.example.com/none
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:AddClientIDToOpenIDConnectProvider",
            &self.arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        if provider.client_ids.contains(&self.client_id) {
            return Outcome::read(());
        }
        provider::check_client_ids(cx, provider.client_ids.len() + 1)?;
        let event = Event::OidcClientIdAdded {
            url: provider.url.to_string(),
            client_id: self.client_id.clone(),
        };
        Outcome::event(event, ())
    }
}
