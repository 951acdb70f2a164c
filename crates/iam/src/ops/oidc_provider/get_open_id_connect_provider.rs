//! `GetOpenIDConnectProvider`.

use super::provider;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::context;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::Tag;
use crate::tags;
use serde::{Deserialize, Serialize};

/// Tells what the account knows of a provider.
///
/// Permission: `iam:GetOpenIDConnectProvider` on the provider's ARN, with its tags. The URL comes without its scheme.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetOpenIdConnectProvider {
    #[serde(rename = "OpenIDConnectProviderArn")]
    arn: String,
}

/// What the account knows of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetOpenIdConnectProviderResult {
    url: String,
    #[serde(rename = "ClientIDList")]
    client_id_list: Vec<String>,
    thumbprint_list: Vec<String>,
    create_date: String,
    tags: Option<Vec<Tag>>,
}

impl Operation for GetOpenIdConnectProvider {
    const NAME: &'static str = "GetOpenIDConnectProvider";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool ClientIDList.member.1=app -> ok
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool -> GetOpenIDConnectProviderResult.Url=id.example.com/pool & GetOpenIDConnectProviderResult.ClientIDList.1=app & GetOpenIDConnectProviderResult.CreateDate=2026-11-21T12:00:00Z
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/none -> 404 NoSuchEntity OpenIDConnect Provider not found for arn arn:aws:iam::123456789012:oidc-provider/id.example.com/none
        root CreateOpenIDConnectProvider Url=https://id.example.com/ -> ok
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com/ -> GetOpenIDConnectProviderResult.Url=id.example.com/
        root GetOpenIDConnectProvider OpenIDConnectProviderArn=an-issuer-and-not-an-arn -> 400 ValidationError Invalid ARN:  Could not be parsed!
    ";
    type Output = GetOpenIdConnectProviderResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![provider::permission(
            cx,
            "iam:GetOpenIDConnectProvider",
            &self.arn,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetOpenIdConnectProviderResult>, Error> {
        let provider = provider::existing(cx, &self.arn)?;
        Outcome::read(GetOpenIdConnectProviderResult {
            url: provider.name().to_owned(),
            client_id_list: provider.client_ids.clone(),
            thumbprint_list: provider.thumbprints.clone(),
            create_date: context::text(provider.created).into(),
            tags: tags::shown(&provider.tags),
        })
    }
}
