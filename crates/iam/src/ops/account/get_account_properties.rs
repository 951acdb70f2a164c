//! `GetAccountProperties`.

use super::property;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Shows the properties that were put on the account, by key.
///
/// Permission: `iam:GetAccountProperties` on `*`, with `iam:AccountPropertyNamespaces`.
#[derive(Debug, Deserialize)]
pub(crate) struct GetAccountProperties {}

/// Every property that was put.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccountPropertiesResult {
    properties: BTreeMap<String, String>,
}

impl Operation for GetAccountProperties {
    const NAME: &'static str = "GetAccountProperties";
    const EXAMPLE: &'static str = "
        root GetAccountProperties -> !GetAccountPropertiesResult.Properties.entry
        root PutAccountProperties Properties.entry.1.key=RoleManager/Enabled Properties.entry.1.value=true -> ok
        root GetAccountProperties -> GetAccountPropertiesResult.Properties.entry.key=RoleManager/Enabled & GetAccountPropertiesResult.Properties.entry.value=true
    ";
    type Output = GetAccountPropertiesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = Permission::on("iam:GetAccountProperties", "*", cx.account().id);
        Ok(vec![property::with_namespaces(
            permission,
            &cx.account().properties,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetAccountPropertiesResult>, Error> {
        Outcome::read(GetAccountPropertiesResult {
            properties: cx.account().properties.clone(),
        })
    }
}
