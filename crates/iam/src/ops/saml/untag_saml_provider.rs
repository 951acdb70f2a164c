//! `UntagSAMLProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use serde::Deserialize;

/// Takes tags from a SAML provider by their keys, as they are written; keys that it does not have are no error.
///
/// Permission: `iam:UntagSAMLProvider` on the provider's ARN, with `aws:TagKeys` and the tags that it has.
#[derive(Deserialize)]
pub(crate) struct UntagSamlProvider {
    #[serde(rename = "SAMLProviderArn")]
    arn: String,
    #[serde(rename = "TagKeys")]
    tag_keys: Vec<String>,
}

impl Operation for UntagSamlProvider {
    const NAME: &'static str = "UntagSAMLProvider";
    const EXAMPLE: &'static str = "
        root CreateSAMLProvider Name=Idp SAMLMetadataDocument=metadata(idp) Tags.member.1.Key=a Tags.member.1.Value=1 -> ok
        root UntagSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp TagKeys.member.1=A -> unchanged
        root UntagSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp TagKeys.member.1=a -> ok
        root ListSAMLProviderTags SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp -> !ListSAMLProviderTagsResult.Tags.1
        root UntagSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Other TagKeys.member.1=A -> 404 NoSuchEntity Manifest not found for arn arn:aws:iam::123456789012:saml-provider/Other
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = provider::permission(cx, "iam:UntagSAMLProvider", &self.arn);
        Ok(vec![tagging::with_tag_keys(permission, &self.tag_keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        let target = Tagged::SamlProvider(provider.name.to_string());
        tagging::untag(target, &provider.tags, &self.tag_keys)
    }
}
