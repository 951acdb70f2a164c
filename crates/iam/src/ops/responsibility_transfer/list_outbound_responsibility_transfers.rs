//! `ListOutboundResponsibilityTransfers`.

use super::list_inbound_responsibility_transfers::TransfersResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access};
use serde::Deserialize;

/// Lists no outbound transfers of billing: there is none here.
///
/// Permission: `organizations:ListOutboundResponsibilityTransfers` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct ListOutboundResponsibilityTransfers {}

impl Operation for ListOutboundResponsibilityTransfers {
    const NAME: &'static str = "ListOutboundResponsibilityTransfers";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListOutboundResponsibilityTransfers Type=BILLING -> !ResponsibilityTransfers.1
        root ListOutboundResponsibilityTransfers Type=OTHER -> 400 InvalidInputException You specified an invalid value.
    "#;
    type Output = TransfersResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:ListOutboundResponsibilityTransfers",
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
