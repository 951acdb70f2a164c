//! `ListOpenIDConnectProviderTags`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging::{self, TagPage};
use crate::page::Page;
use serde::Deserialize;

/// Lists the tags of a provider, by key.
///
/// Permission: `iam:ListOpenIDConnectProviderTags` on the provider's ARN, with its tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListOpenIdConnectProviderTags {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListOpenIdConnectProviderTags {
    const NAME: &'static str = "ListOpenIDConnectProviderTags";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool Tags.member.1.Key=a Tags.member.1.Value=1 -> CreateOpenIDConnectProviderResult.Tags.1.Value=1
        root ListOpenIDConnectProviderTags OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> ListOpenIDConnectProviderTagsResult.Tags.1.Key=a & ListOpenIDConnectProviderTagsResult.IsTruncated=false
        root ListOpenIDConnectProviderTags OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/none -> 404 NoSuchEntity OpenIDConnect Provider not found for arn arn:aws:iam::123456789012:oidc-provider/id.example.com/none
    ";
    type Output = TagPage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:ListOpenIDConnectProviderTags",
            &self.arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<TagPage>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        tagging::list(&provider.tags, &page)
    }
}
