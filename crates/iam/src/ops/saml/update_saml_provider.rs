//! `UpdateSAMLProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{AssertionEncryption, SamlProvider};
use serde::{Deserialize, Serialize};

/// Gives a SAML provider new metadata, another encryption mode, or a private key more or less.
///
/// Permission: `iam:UpdateSAMLProvider` on the provider's ARN, with its tags. Two private keys at most; the last one stays while
/// encryption is required.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateSamlProvider {
    #[serde(rename = "SAMLMetadataDocument")]
    metadata: Option<String>,
    #[serde(rename = "SAMLProviderArn")]
    arn: String,
    assertion_encryption_mode: Option<AssertionEncryption>,
    add_private_key: Option<String>,
    remove_private_key: Option<String>,
}

/// Which provider it was.
#[derive(Serialize)]
pub(crate) struct UpdateSamlProviderResult {
    #[serde(rename = "SAMLProviderArn")]
    arn: String,
}

impl Operation for UpdateSamlProvider {
    const NAME: &'static str = "UpdateSAMLProvider";
    const EXAMPLE: &'static str = "
        root CreateSAMLProvider Name=Idp SAMLMetadataDocument=metadata(idp) -> ok
        root UpdateSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp SAMLMetadataDocument=metadata(other) -> UpdateSAMLProviderResult.SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp
        root GetSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp -> GetSAMLProviderResult.SAMLMetadataDocument=metadata(other)
        root UpdateSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp SAMLMetadataDocument=broken-metadata(idp) -> 400 InvalidInput Could not parse metadata.
        root UpdateSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp -> 400 InvalidInput Unable to update identity provider. No updates are defined for metadata or encryption assertion.
        root UpdateSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Idp AssertionEncryptionMode=Required -> 400 InvalidInput Unable to set assertion encryption mode to Required because no private key is provided.
        root UpdateSAMLProvider SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/None SAMLMetadataDocument=metadata(idp) -> 404 NoSuchEntity Manifest not found for arn arn:aws:iam::123456789012:saml-provider/None
    ";
    type Output = UpdateSamlProviderResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:UpdateSAMLProvider",
            &self.arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<UpdateSamlProviderResult>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        self.check_parameters()?;
        if let Some(metadata) = &self.metadata {
            provider::check_metadata(metadata)?;
        }
        let added_key = match &self.add_private_key {
            Some(_) if provider.keys.len() >= provider::KEYS_MAX => {
                return Err(Error::limit_exceeded("Private key limit of 2 is reached."));
            }
            Some(pem) => Some(provider::sealed_key(cx, pem)?),
            None => None,
        };
        self.check_removal(provider)?;
        let keys = provider.keys.len() + usize::from(added_key.is_some());
        provider::check_encryption(self.assertion_encryption_mode, keys)?;
        let output = UpdateSamlProviderResult {
            arn: self.arn.clone(),
        };
        let same = self
            .metadata
            .as_ref()
            .is_none_or(|text| text == provider.metadata.text())
            && (self.assertion_encryption_mode.is_none()
                || self.assertion_encryption_mode == provider.encryption)
            && added_key.is_none()
            && self.remove_private_key.is_none();
        if same {
            return Outcome::read(output);
        }
        let event = Event::SamlProviderUpdated {
            name: provider.name.to_string(),
            metadata: self.metadata.clone(),
            encryption: self.assertion_encryption_mode,
            added_key,
            removed_key: self.remove_private_key.clone(),
        };
        Outcome::event(event, output)
    }
}

impl UpdateSamlProvider {
    fn check_parameters(&self) -> Result<(), Error> {
        if self.add_private_key.is_some() && self.remove_private_key.is_some() {
            return Err(Error::invalid_input(
                "Unable to add and remove private keys in the same request. Set a value for only one of the two parameters.",
            ));
        }
        let nothing = self.metadata.is_none()
            && self.assertion_encryption_mode.is_none()
            && self.add_private_key.is_none()
            && self.remove_private_key.is_none();
        if nothing {
            return Err(Error::invalid_input(
                "Unable to update identity provider. No updates are defined for metadata or encryption assertion.",
            ));
        }
        Ok(())
    }

    /// The key must be there, and must not be the last one where encryption is, or is to be, required.
    fn check_removal(&self, provider: &SamlProvider) -> Result<(), Error> {
        let Some(removed) = &self.remove_private_key else {
            return Ok(());
        };
        if !provider.keys.iter().any(|key| key.id == removed.as_str()) {
            return Err(Error::invalid_input(
                "Failed to remove private key because the Key ID does not match a private key.",
            ));
        }
        let mode = self.assertion_encryption_mode.or(provider.encryption);
        if mode == Some(AssertionEncryption::Required) && provider.keys.len() == 1 {
            return Err(Error::invalid_input("Failed to remove private key."));
        }
        Ok(())
    }
}
