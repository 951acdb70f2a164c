//! `CreateOpenIDConnectProvider`.

use super::{provider, url};
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::Tag;
use crate::tags::{self, TagKeys};
use crate::{Error, arn};
use serde::{Deserialize, Serialize};

/// Makes an OpenID Connect provider known to the account, so that roles can trust it.
///
/// Permission: `iam:CreateOpenIDConnectProvider` on the new provider's ARN, with `aws:RequestTag/…` and `aws:TagKeys`; with
/// tags also `iam:TagOpenIDConnectProvider` on it. The URL is what tokens name as their issuer; a port is
/// accepted, and on a development server a plain `http://127.0.0.1` too. Without thumbprints, the issuer's certificate must
/// come from an authority that the server trusts.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateOpenIdConnectProvider {
    url: String,
    #[serde(rename = "ClientIDList", default)]
    client_id_list: Vec<String>,
    #[serde(default)]
    thumbprint_list: Vec<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The new provider.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateOpenIdConnectProviderResult {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
    tags: Option<Vec<Tag>>,
}

impl Operation for CreateOpenIdConnectProvider {
    const NAME: &'static str = "CreateOpenIDConnectProvider";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool ClientIDList.member.1=app -> CreateOpenIDConnectProviderResult.OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool -> 409 EntityAlreadyExists Provider with url https://id.example.com/pool already exists.
        root CreateOpenIDConnectProvider Url=https://id.example.com Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> CreateOpenIDConnectProviderResult.Tags.1.Key=A & CreateOpenIDConnectProviderResult.Tags.2.Key=b
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com -> GetOpenIDConnectProviderResult.Tags.1.Key=A
        root CreateOpenIDConnectProvider Url=http://id.example.com -> 400 ValidationError Invalid Open ID Connect Provider URL
    ";
    type Output = CreateOpenIdConnectProviderResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let name = self
            .url
            .split_once("://")
            .map_or(&*self.url, |(_, rest)| rest);
        let arn = arn::oidc_provider(account, name);
        let mut permissions = vec![
            Permission::on("iam:CreateOpenIDConnectProvider", arn.clone(), account)
                .with_request_tags(&self.tags),
        ];
        if !self.tags.is_empty() {
            permissions.push(
                Permission::on("iam:TagOpenIDConnectProvider", arn, account)
                    .with_request_tags(&self.tags),
            );
        }
        Ok(permissions)
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<CreateOpenIdConnectProviderResult>, Error> {
        let account = cx.account();
        let quotas = &cx.settings.quotas;
        let name = url::accept(&self.url, cx.settings.plain_issuers)?;
        TagKeys::AsWritten.check(&[], &self.tags, quotas.tags)?;
        provider::check_thumbprints(&self.thumbprint_list)?;
        let client_ids = provider::unique(&self.client_id_list);
        provider::check_client_ids(cx, client_ids.len())?;
        let arn = arn::oidc_provider(account.id, name);
        if account.oidc_provider(&arn).is_some() {
            return Err(Error::entity_already_exists(format!(
                "Provider with url {} already exists.",
                self.url
            )));
        }
        quotas
            .oidc_providers
            .room_beside(account.oidc_providers.len())?;
        let event = Event::OidcProviderCreated {
            url: self.url.clone(),
            client_ids,
            thumbprints: provider::unique(&self.thumbprint_list),
            tags: self.tags.clone(),
        };
        let tags = tags::shown(&self.tags);
        Outcome::event(event, CreateOpenIdConnectProviderResult { arn, tags })
    }
}
