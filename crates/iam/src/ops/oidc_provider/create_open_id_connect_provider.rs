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

#[cfg(test)]
mod tests {
    use crate::scenario::World;
    use std::fmt::Write;

    fn create(url: &str, list: &str, values: &[String], expected: &str) -> String {
        let mut call = format!("root CreateOpenIDConnectProvider Url={url}");
        for (index, value) in values.iter().enumerate() {
            write!(call, " {list}.member.{}={value}", index + 1).unwrap();
        }
        format!("{call} -> {expected}\n")
    }

    ///
    #[test]
    fn a_provider_has_its_limits() {
        let url = format!("https://id.example.com/{}", "a".repeat(232));
        assert_eq!(url.len(), 255);
        let longer = |value: &str, member: &str, most: u8| {
            format!(
                "400 ValidationError 1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must have length less than or equal to {most}"
            )
        };
        let host = |number: usize| format!("https://id{number}.example.com");
        let many =
            |count: usize| -> Vec<String> { (0..count).map(|n| format!("{n:040}")).collect() };
        let ids = "ClientIDList";
        let prints = "ThumbprintList";
        let exceeded =
            "409 LimitExceeded Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100";
        let too_long = [vec!["i".repeat(255)], vec!["i".repeat(256)]];
        World::new().run(
            None,
            &[
                create(&url, ids, &[], "ok"),
                create(
                    &format!("{url}a"),
                    ids,
                    &[],
                    &longer(&format!("{url}a"), "url", 255),
                ),
                create(&host(1), ids, &many(100), "ok"),
                create(&host(2), ids, &many(101), exceeded),
                create(&host(2), ids, &too_long[0], "ok"),
                create(&host(3), ids, &too_long[1], "400 ValidationError"),
                create(&host(3), prints, &many(5), "ok"),
                create(
                    &host(4),
                    prints,
                    &many(6),
                    "400 InvalidInput Thumbprint list must contain fewer than 5 entries.",
                ),
                create(&host(4), prints, &["0".repeat(39)], "400 ValidationError"),
                create(&host(4), prints, &["0".repeat(41)], "400 ValidationError"),
                create(
                    &host(4),
                    prints,
                    &["g".repeat(40)],
                    "400 InvalidInput Thumbprint must be a 40-character hexadecimal string.",
                ),
            ]
            .concat(),
        );
    }
}
