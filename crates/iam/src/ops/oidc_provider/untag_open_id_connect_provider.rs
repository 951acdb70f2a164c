//! `UntagOpenIDConnectProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use serde::Deserialize;

/// Takes tags from a provider by their keys, as they are written; keys that are not there are no error.
///
/// Permission: `iam:UntagOpenIDConnectProvider` on the provider's ARN, with `aws:TagKeys` and the tags that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagOpenIdConnectProvider {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
    tag_keys: Vec<String>,
}

impl Operation for UntagOpenIdConnectProvider {
    const NAME: &'static str = "UntagOpenIDConnectProvider";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool Tags.member.1.Key=a Tags.member.1.Value=1 -> CreateOpenIDConnectProviderResult.Tags.1.Value=1
        root UntagOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool TagKeys.member.1=A -> unchanged
        root UntagOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool TagKeys.member.1=a -> ok
        root UntagOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/none TagKeys.member.1=A -> 404 NoSuchEntity OpenIDConnect Provider not found for arn arn:aws:iam::123456789012:oidc-provider/id.example.com/none
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = provider::permission(cx, "iam:UntagOpenIDConnectProvider", &self.arn);
        Ok(vec![tagging::with_tag_keys(permission, &self.tag_keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        let target = Tagged::OidcProvider(provider.url.to_string());
        tagging::untag(target, &provider.tags, &self.tag_keys)
    }
}
