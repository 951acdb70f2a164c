//! `SetSecurityTokenServicePreferences`.

use super::summary::TOKEN_VERSION_DEFAULT;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Chooses which version the tokens of AWS's global endpoint have, as `GetAccountSummary` tells it (S-6). Tokens of Portcullis are
/// good in every region, whatever is chosen.
///
/// Permission: `iam:SetSecurityTokenServicePreferences` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetSecurityTokenServicePreferences {
    global_endpoint_token_version: TokenVersion,
}

/// AWS's `globalEndpointTokenVersion`.
#[derive(Clone, Copy, Debug, Deserialize)]
enum TokenVersion {
    #[serde(rename = "v1Token")]
    V1,
    #[serde(rename = "v2Token")]
    V2,
}

impl TokenVersion {
    fn number(self) -> u8 {
        match self {
            TokenVersion::V1 => 1,
            TokenVersion::V2 => 2,
        }
    }
}

impl Operation for SetSecurityTokenServicePreferences {
    const NAME: &'static str = "SetSecurityTokenServicePreferences";
    const EXAMPLE: &'static str = "
        root SetSecurityTokenServicePreferences GlobalEndpointTokenVersion=v1Token -> unchanged
        root SetSecurityTokenServicePreferences GlobalEndpointTokenVersion=v2Token -> ok
        root SetSecurityTokenServicePreferences GlobalEndpointTokenVersion=v2Token -> unchanged
        root SetSecurityTokenServicePreferences GlobalEndpointTokenVersion=v3Token -> 400 ValidationError 1 validation error detected: Value 'v3Token' at 'globalEndpointTokenVersion' failed to satisfy constraint: Member must satisfy enum value set: [v1Token, v2Token]
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:SetSecurityTokenServicePreferences",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let version = self.global_endpoint_token_version.number();
        let held = cx.account().global_token_version;
        if held.unwrap_or(TOKEN_VERSION_DEFAULT) == version {
            return Outcome::read(());
        }
        Outcome::event(Event::GlobalTokenVersionSet { version }, ())
    }
}
