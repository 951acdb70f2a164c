//! `ListOpenIDConnectProviders`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Lists the ARNs of the account's OpenID Connect providers, sorted.
///
/// Permission: `iam:ListOpenIDConnectProviders` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct ListOpenIdConnectProviders {}

/// All of them: AWS has no pages here.
#[derive(Debug, Serialize)]
pub(crate) struct ListOpenIdConnectProvidersResult {
    #[serde(rename = "OpenIDConnectProviderList")]
    list: Vec<Entry>,
}

/// AWS's `OpenIDConnectProviderListEntry`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    arn: String,
}

impl Operation for ListOpenIdConnectProviders {
    const NAME: &'static str = "ListOpenIDConnectProviders";
    const EXAMPLE: &'static str = "
        root CreateOpenIDConnectProvider Url=https://id.example.com/pool ClientIDList.member.1=app -> ok
        root ListOpenIDConnectProviders -> ListOpenIDConnectProvidersResult.OpenIDConnectProviderList.1.Arn=arn:aws:iam::123456789012:oidc-provider/id.example.com/pool
        nobody ListOpenIDConnectProviders -> 403 MissingAuthenticationToken
    ";
    type Output = ListOpenIdConnectProvidersResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        Ok(vec![Permission::on(
            "iam:ListOpenIDConnectProviders",
            "*",
            account,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<ListOpenIdConnectProvidersResult>, Error> {
        let account = cx.account();
        let arns = account.oidc_providers.values().map(|it| it.arn(account.id));
        Outcome::read(ListOpenIdConnectProvidersResult {
            list: arns.map(|arn| Entry { arn }).collect(),
        })
    }
}
