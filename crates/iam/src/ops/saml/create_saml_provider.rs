//! `CreateSAMLProvider`.

use super::provider;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::name::NameKey;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{AssertionEncryption, Tag};
use crate::tags::{self, TagKeys};
use crate::{Error, arn};
use serde::{Deserialize, Serialize};

/// Makes a SAML identity provider of a metadata document, so that roles can trust those whom it names.
///
/// Permission: `iam:CreateSAMLProvider` on the provider's ARN, with `aws:RequestTag/…` and `aws:TagKeys`; with tags also
/// `iam:TagSAMLProvider` on it. Names are unique regardless of case. The metadata must be those of one identity provider, with a
/// signing certificate; a private key must be RSA of 2048 bits or more.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateSamlProvider {
    #[serde(rename = "SAMLMetadataDocument")]
    metadata: String,
    name: String,
    #[serde(default)]
    tags: Vec<Tag>,
    assertion_encryption_mode: Option<AssertionEncryption>,
    add_private_key: Option<String>,
}

/// The new provider.
#[derive(Serialize)]
pub(crate) struct CreateSamlProviderResult {
    #[serde(rename = "SAMLProviderArn")]
    arn: String,
    #[serde(rename = "Tags")]
    tags: Option<Vec<Tag>>,
}

impl Operation for CreateSamlProvider {
    const NAME: &'static str = "CreateSAMLProvider";
    const EXAMPLE: &'static str = "
        root CreateSAMLProvider Name=Idp SAMLMetadataDocument=metadata(idp) -> CreateSAMLProviderResult.SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp & !CreateSAMLProviderResult.Tags
        root CreateSAMLProvider Name=idp SAMLMetadataDocument=metadata(idp) -> 409 EntityAlreadyExists Provider with name idp already exists.
        root CreateSAMLProvider Name=Other SAMLMetadataDocument=broken-metadata(idp) -> 400 InvalidInput Could not parse metadata.
        root CreateSAMLProvider Name=Other SAMLMetadataDocument=metadata(idp) AddPrivateKey=none -> 400 InvalidInput Invalid private key.
        root CreateSAMLProvider Name=Other SAMLMetadataDocument=metadata(idp) AssertionEncryptionMode=Required -> 400 InvalidInput Unable to set assertion encryption mode to Required because no private key is provided.
        root CreateSAMLProvider Name=Other SAMLMetadataDocument=metadata(idp) AssertionEncryptionMode=Required AddPrivateKey=private-key(mine) Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> CreateSAMLProviderResult.Tags.1.Key=A & CreateSAMLProviderResult.Tags.2.Key=b
        root GetSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Other -> GetSAMLProviderResult.Tags.1.Key=A
    ";
    type Output = CreateSamlProviderResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = arn::saml_provider(account, &self.name);
        let mut permissions = vec![
            Permission::on("iam:CreateSAMLProvider", arn.clone(), account)
                .with_request_tags(&self.tags),
        ];
        if !self.tags.is_empty() {
            permissions.push(
                Permission::on("iam:TagSAMLProvider", arn, account).with_request_tags(&self.tags),
            );
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateSamlProviderResult>, Error> {
        let account = cx.account();
        let quotas = &cx.settings.quotas;
        TagKeys::AsWritten.check(&[], &self.tags, quotas.tags)?;
        provider::check_metadata(&self.metadata)?;
        let key = match &self.add_private_key {
            Some(pem) => Some(provider::sealed_key(cx, pem)?),
            None => None,
        };
        provider::check_encryption(self.assertion_encryption_mode, usize::from(key.is_some()))?;
        if account
            .saml_providers
            .contains_key(&NameKey::of(&self.name))
        {
            let name = &self.name;
            return Err(Error::entity_already_exists(format!(
                "Provider with name {name} already exists."
            )));
        }
        quotas
            .saml_providers
            .room_beside(account.saml_providers.len())?;
        let event = Event::SamlProviderCreated {
            name: self.name.clone(),
            uuid: provider::uuid(cx),
            metadata: self.metadata.clone(),
            encryption: self.assertion_encryption_mode,
            key,
            tags: self.tags.clone(),
        };
        let output = CreateSamlProviderResult {
            arn: arn::saml_provider(account.id, &self.name),
            tags: tags::shown(&self.tags),
        };
        Outcome::event(event, output)
    }
}
