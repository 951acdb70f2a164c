//! `SendDelegationToken`.

use super::request::{self, Given};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{DelegationChange, DelegationState};
use serde::Deserialize;

/// Releases the trade-in token of an accepted request: from now on the account that asked can fetch it, and the time of the
/// delegation runs. This cannot be taken back.
///
/// Permission: `iam:SendDelegationToken` on the request's ARN, with `iam:DelegationRequestOwner`; the owner has it by default, and is the
/// only one where the request says so.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SendDelegationToken {
    delegation_request_id: String,
}

impl Operation for SendDelegationToken {
    const NAME: &'static str = "SendDelegationToken";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root AssociateDelegationRequest DelegationRequestId=$id -> ok
        root SendDelegationToken DelegationRequestId=$id -> 400 InvalidInput
        root AcceptDelegationRequest DelegationRequestId=$id -> ok
        root SendDelegationToken DelegationRequestId=$id -> ok
        root GetDelegationRequest DelegationRequestId=$id -> GetDelegationRequestResult.DelegationRequest.State=FINALIZED
        root SendDelegationToken DelegationRequestId=$id -> 400 InvalidInput
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![request::permission(
            cx,
            "iam:SendDelegationToken",
            &self.delegation_request_id,
            Given::Owner,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let id = &self.delegation_request_id;
        let (requestor, request) = request::existing(cx, id)?;
        request::must_be(cx, request, &[DelegationState::Accepted])?;
        if request.terms.only_send_by_owner && !request::is_ours(cx, request) {
            return Err(Error::invalid_input(format!(
                "The token of the delegation request {id} can be sent by its owner only."
            )));
        }
        let sent = DelegationChange::TokenSent {
            token: cx.seed.uuid("trade-in token"),
        };
        request::changed(requestor, request, sent)
    }
}
