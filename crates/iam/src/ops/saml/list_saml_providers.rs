//! `ListSAMLProviders`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::context::text;
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Lists the account's SAML providers, by name, all at once.
///
/// Permission: `iam:ListSAMLProviders` on `*`.
#[derive(Deserialize)]
pub(crate) struct ListSamlProviders {}

/// The providers.
#[derive(Serialize)]
pub(crate) struct ListSamlProvidersResult {
    #[serde(rename = "SAMLProviderList")]
    providers: Vec<SamlProviderListEntry>,
}

/// AWS's `SAMLProviderListEntry`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SamlProviderListEntry {
    arn: String,
    valid_until: String,
    create_date: String,
}

impl Operation for ListSamlProviders {
    const NAME: &'static str = "ListSAMLProviders";
    const EXAMPLE: &'static str = "
        root ListSAMLProviders -> !ListSAMLProvidersResult.SAMLProviderList.1
        root CreateSAMLProvider Name=b SAMLMetadataDocument=metadata(idp) -> ok
        root CreateSAMLProvider Name=A SAMLMetadataDocument=metadata(idp) -> ok
        root ListSAMLProviders -> ListSAMLProvidersResult.SAMLProviderList.1.Arn=arn:aws:iam::123456789012:saml-provider/A & ListSAMLProvidersResult.SAMLProviderList.2.CreateDate=2026-11-21T12:00:00Z & ListSAMLProvidersResult.SAMLProviderList.2.ValidUntil=2126-11-21T12:00:00Z & !ListSAMLProvidersResult.SAMLProviderList.3
        nobody ListSAMLProviders -> 403 MissingAuthenticationToken
    ";
    type Output = ListSamlProvidersResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        Ok(vec![Permission::on("iam:ListSAMLProviders", "*", account)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListSamlProvidersResult>, Error> {
        let account = cx.account();
        let entries = account
            .saml_providers
            .values()
            .map(|provider| SamlProviderListEntry {
                arn: provider.arn(account.id),
                valid_until: text(provider.valid_until()).into(),
                create_date: text(provider.created).into(),
            });
        Outcome::read(ListSamlProvidersResult {
            providers: entries.collect(),
        })
    }
}
