//! `DeleteOpenIDConnectProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Forgets a provider: roles that trust it can no longer be assumed with its tokens, and their trust policies stay as they
/// are. One that is not there is no error.
///
/// Permission: `iam:DeleteOpenIDConnectProvider` on the provider's ARN, with its tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteOpenIdConnectProvider {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
}

impl Operation for DeleteOpenIdConnectProvider {
    const NAME: &'static str = "DeleteOpenIDConnectProvider";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool ClientIDList.member.1=app -> ok
        root DeleteOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> ok
        root DeleteOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> unchanged
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> 404 NoSuchEntity OpenIDConnect Provider not found for arn arn:aws:iam::123456789012:oidc-provider/id.example.com/pool
        root DeleteOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:saml-provider/Idp -> 400 InvalidInput ARN arn:aws:iam::123456789012:saml-provider/Idp is not valid.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:DeleteOpenIDConnectProvider",
            &self.arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        provider::check_arn(&self.arn)?;
        match cx.account().oidc_provider(&self.arn) {
            Some(provider) => {
                let url = provider.url.to_string();
                Outcome::event(Event::OidcProviderDeleted { url }, ())
            }
            None => Outcome::read(()),
        }
    }
}
