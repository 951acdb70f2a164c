//! `TerminateResponsibilityTransfer`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, Refused};
use serde::Deserialize;

/// Finds no transfer of billing: there is no billing here.
///
/// Permission: `organizations:TerminateResponsibilityTransfer` on `*`, in the management account.
#[derive(Debug, Deserialize)]
pub(crate) struct TerminateResponsibilityTransfer {}

impl Operation for TerminateResponsibilityTransfer {
    const NAME: &'static str = "TerminateResponsibilityTransfer";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root TerminateResponsibilityTransfer Id=rt-12345678 -> 400 ResponsibilityTransferNotFoundException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:TerminateResponsibilityTransfer",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        organizations::organization(cx)?;
        Err(Refused::TransferNotFound.error())
    }
}
