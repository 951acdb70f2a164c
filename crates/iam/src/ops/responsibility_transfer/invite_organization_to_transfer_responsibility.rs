//! `InviteOrganizationToTransferResponsibility`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, Refused};
use serde::Deserialize;

/// Refuses to transfer billing: there is none here.
///
/// Permission: `organizations:InviteOrganizationToTransferResponsibility` on `*`, in the management account.
#[derive(Debug, Deserialize)]
pub(crate) struct InviteOrganizationToTransferResponsibility {}

impl Operation for InviteOrganizationToTransferResponsibility {
    const NAME: &'static str = "InviteOrganizationToTransferResponsibility";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root InviteOrganizationToTransferResponsibility Type=BILLING Target={"Id":"222222222222","Type":"ACCOUNT"} StartTimestamp=0 SourceName=n -> 400 InvalidInputException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:InviteOrganizationToTransferResponsibility",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        organizations::organization(cx)?;
        Err(Refused::TransferUnsupported.error())
    }
}
