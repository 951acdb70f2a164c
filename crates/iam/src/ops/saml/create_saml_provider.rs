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

/// Makes a SAML identity provider of a metadata document, so that roles can trust those whom it names (X-1).
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

#[cfg(test)]
mod tests {
    use crate::operation::Service;
    use crate::scenario::World;

    fn create(name: &str, document: &str, expected: &str) -> String {
        format!(
            "root CreateSAMLProvider Name='{name}' SAMLMetadataDocument='{document}' -> {expected}\n"
        )
    }

    /// X-1.
    #[test]
    fn names_and_documents_have_their_lengths() {
        let long = "Idp_.-".repeat(22);
        let value = |name: &str, member: &str, constraint: &str| {
            format!(
                "400 ValidationError 1 validation error detected: Value '{name}' at '{member}' failed to satisfy constraint: Member must {constraint}"
            )
        };
        let document = "x".repeat(999);
        let mode = "metadata(idp) AssertionEncryptionMode=Sometimes".replacen(' ', "' '", 1);
        let mut world = World::new();
        world.run(
            None,
            &[
                create("I", "metadata(idp)", "ok"),
                create(&long[..128], "metadata(idp)", "ok"),
                create(
                    &long[..129],
                    "metadata(idp)",
                    &value(
                        &long[..129],
                        "name",
                        "have length less than or equal to 128",
                    ),
                ),
                create(
                    "an idp",
                    "metadata(idp)",
                    &value(
                        "an idp",
                        "name",
                        r"satisfy regular expression pattern: [\w._-]+",
                    ),
                ),
                create(
                    "Short",
                    &document,
                    &value(
                        &document,
                        "sAMLMetadataDocument",
                        "have length greater than or equal to 1000",
                    ),
                ),
                create(
                    "Short",
                    &format!("{document}x"),
                    "400 InvalidInput Could not parse metadata.",
                ),
                create(
                    "Short",
                    &mode,
                    &value(
                        "Sometimes",
                        "assertionEncryptionMode",
                        "satisfy enum value set: [Required, Allowed]",
                    ),
                ),
            ]
            .concat(),
        );
    }

    /// X-1.
    #[test]
    fn a_document_has_ten_million_letters_at_most() {
        let mut world = World::new();
        for (letters, code) in [
            (10_000_000, "InvalidInput"),
            (10_000_001, "ValidationError"),
        ] {
            let params = format!("Name=Long SAMLMetadataDocument={}", "x".repeat(letters));
            let reply = world.probe(Service::Iam, "root", "CreateSAMLProvider", &params);
            assert_eq!(reply.error_code().as_deref(), Some(code), "{letters}");
        }
    }

    /// X-1; with two of them, so that the test need not make a hundred.
    #[test]
    fn a_hundred_providers_are_the_most() {
        let mut world = World::new();
        let quota = &mut world.settings.quotas.saml_providers;
        assert_eq!(quota.limit, 100);
        quota.limit = 2;
        let refused = "409 LimitExceeded Cannot exceed quota for SAMLProvidersPerAccount: 2";
        world.run(
            None,
            &[("One", "ok"), ("Two", "ok"), ("Three", refused)]
                .map(|(name, expected)| create(name, "metadata(idp)", expected))
                .concat(),
        );
    }
}
