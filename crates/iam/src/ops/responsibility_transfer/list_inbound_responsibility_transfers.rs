//! `ListInboundResponsibilityTransfers`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access};
use serde::{Deserialize, Serialize};

/// Lists no inbound transfers of billing: there is none here.
///
/// Permission: `organizations:ListInboundResponsibilityTransfers` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct ListInboundResponsibilityTransfers {}

/// No transfers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TransfersResult {
    pub responsibility_transfers: Vec<String>,
}

impl Operation for ListInboundResponsibilityTransfers {
    const NAME: &'static str = "ListInboundResponsibilityTransfers";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListInboundResponsibilityTransfers Type=BILLING -> !ResponsibilityTransfers.1
        root ListInboundResponsibilityTransfers Type=OTHER -> 400 InvalidInputException You specified an invalid value.
    "#;
    type Output = TransfersResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:ListInboundResponsibilityTransfers",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<TransfersResult>, Error> {
        organizations::organization(cx)?;
        Outcome::read(TransfersResult {
            responsibility_transfers: Vec::new(),
        })
    }
}
