//! `ListSAMLProviderTags`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging::{self, TagPage};
use crate::page::Page;
use serde::Deserialize;

/// Lists the tags of a SAML provider, by key.
///
/// Permission: `iam:ListSAMLProviderTags` on the provider's ARN, with its tags.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListSamlProviderTags {
    #[serde(rename = "SAMLProviderArn")]
    arn: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListSamlProviderTags {
    const NAME: &'static str = "ListSAMLProviderTags";
    const EXAMPLE: &'static str = "
        root CreateSAMLProvider Name=Idp SAMLMetadataDocument=metadata(idp) Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> ok
        root ListSAMLProviderTags SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp MaxItems=1 -> ListSAMLProviderTagsResult.Tags.1.Key=A & ListSAMLProviderTagsResult.IsTruncated=true & set next=ListSAMLProviderTagsResult.Marker
        root ListSAMLProviderTags SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp Marker=$next -> ListSAMLProviderTagsResult.Tags.1.Value=2 & !ListSAMLProviderTagsResult.Tags.2
        root ListSAMLProviderTags SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Other -> 404 NoSuchEntity Manifest not found for arn arn:aws:iam::123456789012:saml-provider/Other
    ";
    type Output = TagPage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:ListSAMLProviderTags",
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
