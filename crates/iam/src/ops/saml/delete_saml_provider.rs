//! `DeleteSAMLProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Deletes a SAML provider. Roles that trust it go on naming it, and let nobody in by it; sessions that were given stay.
///
/// Permission: `iam:DeleteSAMLProvider` on the provider's ARN, with its tags.
#[derive(Deserialize)]
pub(crate) struct DeleteSamlProvider {
    #[serde(rename = "SAMLProviderArn")]
    arn: String,
}

impl Operation for DeleteSamlProvider {
    const NAME: &'static str = "DeleteSAMLProvider";
    const EXAMPLE: &'static str = "
        root CreateSAMLProvider Name=Idp SAMLMetadataDocument=metadata(idp) -> ok
        root DeleteSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp -> ok
        root DeleteSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp -> 404 NoSuchEntity Manifest not found for arn arn:aws:iam::123456789012:saml-provider/Idp
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:DeleteSAMLProvider",
            &self.arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let name = provider::existing(cx, &self.arn)?.name.to_string();
        Outcome::event(Event::SamlProviderDeleted { name }, ())
    }
}
