//! `TagOpenIDConnectProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on a provider; one whose key is there already, in the same case, is replaced.
///
/// Permission: `iam:TagOpenIDConnectProvider` on the provider's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and the tags that it
/// has. Up to 50 tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagOpenIdConnectProvider {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
    tags: Vec<Tag>,
}

impl Operation for TagOpenIdConnectProvider {
    const NAME: &'static str = "TagOpenIDConnectProvider";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool Tags.member.1.Key=a Tags.member.1.Value=1 -> CreateOpenIDConnectProviderResult.Tags.1.Value=1
        root TagOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool Tags.member.1.Key=A Tags.member.1.Value=2 -> ok
        root TagOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool Tags.member.1.Key=a Tags.member.1.Value=3 -> ok
        root ListOpenIDConnectProviderTags OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> ListOpenIDConnectProviderTagsResult.Tags.1.Key=A & ListOpenIDConnectProviderTagsResult.Tags.1.Value=2 & ListOpenIDConnectProviderTagsResult.Tags.2.Key=a & ListOpenIDConnectProviderTagsResult.Tags.2.Value=3 & !ListOpenIDConnectProviderTagsResult.Tags.3
        root TagOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/none Tags.member.1.Key=A Tags.member.1.Value=2 -> 404 NoSuchEntity OpenIDConnect Provider not found for arn arn:aws:iam::123456789012:oidc-provider/id.example.com/none
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = provider::permission(cx, "iam:TagOpenIDConnectProvider", &self.arn);
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        let target = Tagged::OidcProvider(provider.url.to_string());
        tagging::tag(cx, target, &provider.tags, &self.tags)
    }
}
