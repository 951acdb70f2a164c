//! `TagSAMLProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on a SAML provider; one whose key is there already, in the same case, is replaced.
///
/// Permission: `iam:TagSAMLProvider` on the provider's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and the tags that it has. Up to
/// 50 tags.
#[derive(Deserialize)]
pub(crate) struct TagSamlProvider {
    #[serde(rename = "SAMLProviderArn")]
    arn: String,
    #[serde(rename = "Tags")]
    tags: Vec<Tag>,
}

impl Operation for TagSamlProvider {
    const NAME: &'static str = "TagSAMLProvider";
    const EXAMPLE: &'static str = "
        root CreateSAMLProvider Name=Idp SAMLMetadataDocument=metadata(idp) Tags.member.1.Key=a Tags.member.1.Value=1 -> ok
        root TagSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp Tags.member.1.Key=A Tags.member.1.Value=2 -> ok
        root TagSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp Tags.member.1.Key=a Tags.member.1.Value=3 -> ok
        root GetSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp -> GetSAMLProviderResult.Tags.1.Key=A & GetSAMLProviderResult.Tags.1.Value=2 & GetSAMLProviderResult.Tags.2.Key=a & GetSAMLProviderResult.Tags.2.Value=3 & !GetSAMLProviderResult.Tags.3
        root TagSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Other Tags.member.1.Key=a Tags.member.1.Value=1 -> 404 NoSuchEntity Manifest not found for arn arn:aws:iam::123456789012:saml-provider/Other
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = provider::permission(cx, "iam:TagSAMLProvider", &self.arn);
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        let target = Tagged::SamlProvider(provider.name.to_string());
        tagging::tag(cx, target, &provider.tags, &self.tags)
    }
}
