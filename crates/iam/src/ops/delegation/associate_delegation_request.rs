//! `AssociateDelegationRequest`.

use super::request::{self, Given};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{DelegationChange, DelegationOwner, DelegationState};
use serde::Deserialize;

/// Makes a request that nobody owns the caller's own: it is assigned, to this identity and its account.
///
/// Permission: `iam:AssociateDelegationRequest` on the request's ARN; whoever has the id of a request that nobody owns has it by
/// default, in the account that the request is for, if it is for one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssociateDelegationRequest {
    delegation_request_id: String,
}

impl Operation for AssociateDelegationRequest {
    const NAME: &'static str = "AssociateDelegationRequest";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/ReadOnlyAccess -> 400 InvalidInput
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root AssociateDelegationRequest DelegationRequestId=$id -> ok
        root GetDelegationRequest DelegationRequestId=$id -> GetDelegationRequestResult.DelegationRequest.State=ASSIGNED & GetDelegationRequestResult.DelegationRequest.OwnerId=arn:aws:iam::123456789012:root & GetDelegationRequestResult.DelegationRequest.OwnerAccountId=123456789012
        root AssociateDelegationRequest DelegationRequestId=$id -> 400 InvalidInput
        root AssociateDelegationRequest DelegationRequestId=00000000-0000-8000-8000-000000000000 -> 404 NoSuchEntity The delegation request with id 00000000-0000-8000-8000-000000000000 cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![request::permission(
            cx,
            "iam:AssociateDelegationRequest",
            &self.delegation_request_id,
            Given::Finder,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let (requestor, request) = request::existing(cx, &self.delegation_request_id)?;
        request::must_be(cx, request, &[DelegationState::Unassigned])?;
        let Some((arn, id)) = request::ours(cx) else {
            return Err(Error::access_denied(
                "Only users, roles and the root can own a delegation request.",
            ));
        };
        let owner = DelegationOwner {
            account: cx.account().id,
            arn: arn.to_owned(),
            id: id.to_owned(),
        };
        let associated = DelegationChange::Associated { owner };
        request::changed(requestor, request, associated)
    }
}
