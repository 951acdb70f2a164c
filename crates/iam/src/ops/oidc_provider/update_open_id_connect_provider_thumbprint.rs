//! `UpdateOpenIDConnectProviderThumbprint`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Sets the thumbprints of certificate authorities that may vouch for the issuer's server, in place of those there were.
///
/// Permission: `iam:UpdateOpenIDConnectProviderThumbprint` on the provider's ARN, with its tags. Up to five SHA-1 digests
///
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateOpenIdConnectProviderThumbprint {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
    thumbprint_list: Vec<String>,
}

impl Operation for UpdateOpenIdConnectProviderThumbprint {
    const NAME: &'static str = "UpdateOpenIDConnectProviderThumbprint";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool ClientIDList.member.1=app -> ok
        root UpdateOpenIDConnectProviderThumbprint OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool ThumbprintList.member.1=A031C46782E6E6C662C2C87C76DA9AA62CCABD8E -> ok
        root UpdateOpenIDConnectProviderThumbprint OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool ThumbprintList.member.1=A031C46782E6E6C662C2C87C76DA9AA62CCABD8E -> unchanged
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> GetOpenIDConnectProviderResult.ThumbprintList.1=A031C46782E6E6C662C2C87C76DA9AA62CCABD8E
        root UpdateOpenIDConnectProviderThumbprint OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool ThumbprintList.member.1=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx -> 400 InvalidInput Thumbprint must be a 40-character hexadecimal string.
        root UpdateOpenIDConnectProviderThumbprint OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/none ThumbprintList.member.1=A031C46782E6E6C662C2C87C76DA9AA62CCABD8E -> 404 NoSuchEntity OpenIDConnect Provider not found for arn arn:aws:iam::123456789012:oidc-provider/id.example.com/none
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:UpdateOpenIDConnectProviderThumbprint",
            &self.arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        provider::check_thumbprints(&self.thumbprint_list)?;
        let thumbprints = provider::unique(&self.thumbprint_list);
        if provider.thumbprints == thumbprints {
            return Outcome::read(());
        }
        let event = Event::OidcThumbprintsSet {
            url: provider.url.to_string(),
            thumbprints,
        };
        Outcome::event(event, ())
    }
}
