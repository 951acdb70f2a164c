//! `GetSAMLProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::context::text;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{AssertionEncryption, SamlPrivateKey, Tag};
use crate::tags;
use serde::{Deserialize, Serialize};

/// Shows a SAML provider and its metadata as they were given; of private keys only id and date.
///
/// Permission: `iam:GetSAMLProvider` on the provider's ARN, with its tags.
#[derive(Deserialize)]
pub(crate) struct GetSamlProvider {
    #[serde(rename = "SAMLProviderArn")]
    arn: String,
}

/// The provider.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetSamlProviderResult {
    #[serde(rename = "SAMLProviderUUID")]
    uuid: String,
    #[serde(rename = "SAMLMetadataDocument")]
    metadata: String,
    create_date: String,
    valid_until: String,
    tags: Option<Vec<Tag>>,
    assertion_encryption_mode: Option<AssertionEncryption>,
    private_key_list: Option<Vec<PrivateKeyShape>>,
}

/// AWS's `SAMLPrivateKey`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PrivateKeyShape {
    key_id: String,
    timestamp: String,
}

impl PrivateKeyShape {
    fn of(key: &SamlPrivateKey) -> PrivateKeyShape {
        PrivateKeyShape {
            key_id: key.id.to_string(),
            timestamp: text(key.added).into(),
        }
    }
}

impl Operation for GetSamlProvider {
    const NAME: &'static str = "GetSAMLProvider";
    const EXAMPLE: &'static str = "
        root CreateSAMLProvider Name=Idp SAMLMetadataDocument=metadata(idp) -> ok
        root GetSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp -> GetSAMLProviderResult.SAMLMetadataDocument=metadata(idp) & GetSAMLProviderResult.CreateDate=2026-11-21T12:00:00Z & GetSAMLProviderResult.ValidUntil=2126-11-21T12:00:00Z & GetSAMLProviderResult.SAMLProviderUUID & !GetSAMLProviderResult.PrivateKeyList & !GetSAMLProviderResult.AssertionEncryptionMode & !GetSAMLProviderResult.Tags
        root GetSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Other -> 404 NoSuchEntity Manifest not found for arn arn:aws:iam::123456789012:saml-provider/Other
        root GetSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:role/Idp -> 400 InvalidInput ARN arn:aws:iam::123456789012:role/Idp is not valid.
    ";
    type Output = GetSamlProviderResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:GetSAMLProvider",
            &self.arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetSamlProviderResult>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        let keys = provider.keys.iter().map(PrivateKeyShape::of);
        Outcome::read(GetSamlProviderResult {
            uuid: provider.uuid.to_string(),
            metadata: provider.metadata.text().to_owned(),
            create_date: text(provider.created).into(),
            valid_until: text(provider.valid_until()).into(),
            tags: tags::shown(&provider.tags),
            assertion_encryption_mode: provider.encryption,
            private_key_list: (!provider.keys.is_empty()).then(|| keys.collect()),
        })
    }
}
