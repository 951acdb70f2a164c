//! `UpdateDelegationRequest`.

use super::request::{self, Given};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{DelegationChange, DelegationState};
use serde::Deserialize;

/// Hands a request on for approval, with notes for whoever approves it: it is pending from then on.
///
/// Permission: `iam:UpdateDelegationRequest` on the request's ARN, with `iam:DelegationRequestOwner`; the owner has it by default.
/// New notes do not make a pending request last longer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateDelegationRequest {
    delegation_request_id: String,
    notes: Option<String>,
}

impl Operation for UpdateDelegationRequest {
    const NAME: &'static str = "UpdateDelegationRequest";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root UpdateDelegationRequest DelegationRequestId=$id Notes=please -> 400 InvalidInput
        root AssociateDelegationRequest DelegationRequestId=$id -> ok
        root UpdateDelegationRequest DelegationRequestId=$id Notes=please -> ok
        root UpdateDelegationRequest DelegationRequestId=$id Notes=please -> unchanged
        root GetDelegationRequest DelegationRequestId=$id -> GetDelegationRequestResult.DelegationRequest.State=PENDING_APPROVAL & GetDelegationRequestResult.DelegationRequest.Notes=please
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![request::permission(
            cx,
            "iam:UpdateDelegationRequest",
            &self.delegation_request_id,
            Given::Owner,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let (requestor, request) = request::existing(cx, &self.delegation_request_id)?;
        let pending = DelegationState::PendingApproval;
        request::must_be(cx, request, &[DelegationState::Assigned, pending])?;
        if request.state(cx.now) == pending && request.notes == self.notes {
            return Outcome::read(());
        }
        let updated = DelegationChange::Updated {
            notes: self.notes.clone(),
        };
        request::changed(requestor, request, updated)
    }
}
