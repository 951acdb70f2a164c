//! `GetAccountSummary`.

use super::summary;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Tells how much of everything the account has, and how much it may have.
///
/// Permission: `iam:GetAccountSummary` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct GetAccountSummary {}

/// The counts and quotas, under AWS's names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccountSummaryResult {
    summary_map: BTreeMap<&'static str, usize>,
}

impl Operation for GetAccountSummary {
    const NAME: &'static str = "GetAccountSummary";
    const EXAMPLE: &'static str = "
        root GetAccountSummary -> GetAccountSummaryResult.SummaryMap.entry.key=AccessKeysPerUserQuota & GetAccountSummaryResult.SummaryMap.entry.value=2
        root CreateUser UserName=Bob -> ok
        root CreateAccessKey UserName=Bob -> as bob
        bob GetAccountSummary -> 403 AccessDenied
    ";
    type Output = GetAccountSummaryResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GetAccountSummary",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetAccountSummaryResult>, Error> {
        let counts = summary::counts(cx.account());
        let quotas = summary::quotas(&cx.settings.quotas);
        Outcome::read(GetAccountSummaryResult {
            summary_map: counts.into_iter().chain(quotas).collect(),
        })
    }
}
