//! `RejectDelegationRequest`.

use super::request::{self, Given};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{DelegationChange, DelegationState};
use serde::Deserialize;

/// Rejects a request for good, with a reason if one is given; an accepted one too, until its token is sent.
///
/// Permission: `iam:RejectDelegationRequest` on the request's ARN, with `iam:DelegationRequestOwner`; the owner has it by default.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RejectDelegationRequest {
    delegation_request_id: String,
    notes: Option<String>,
}

impl Operation for RejectDelegationRequest {
    const NAME: &'static str = "RejectDelegationRequest";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root AssociateDelegationRequest DelegationRequestId=$id -> ok
        root RejectDelegationRequest DelegationRequestId=$id Notes=no -> ok
        root GetDelegationRequest DelegationRequestId=$id -> GetDelegationRequestResult.DelegationRequest.State=REJECTED & GetDelegationRequestResult.DelegationRequest.RejectionReason=no
        root RejectDelegationRequest DelegationRequestId=$id -> 400 InvalidInput
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![request::permission(
            cx,
            "iam:RejectDelegationRequest",
            &self.delegation_request_id,
            Given::Owner,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let (requestor, request) = request::existing(cx, &self.delegation_request_id)?;
        let open = [
            DelegationState::Assigned,
            DelegationState::PendingApproval,
            DelegationState::Accepted,
        ];
        request::must_be(cx, request, &open)?;
        let rejected = DelegationChange::Rejected {
            notes: self.notes.clone(),
        };
        request::changed(requestor, request, rejected)
    }
}
