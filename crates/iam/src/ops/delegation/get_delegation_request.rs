//! `GetDelegationRequest`.

use super::permission_check;
use super::request::{self, Given};
use super::shape::DelegationRequestShape;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Shows a request: who asks for what, how far it has come, and if wanted whether the caller has what it asks for.
///
/// Permission: `iam:GetDelegationRequest` on the request's ARN, with `iam:DelegationRequestOwner`; the owner has it by default, and
/// whoever has the id while nobody owns the request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetDelegationRequest {
    delegation_request_id: String,
    delegation_permission_check: Option<bool>,
}

/// The request, and what became of the check.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetDelegationRequestResult {
    delegation_request: DelegationRequestShape,
    permission_check_status: Option<&'static str>,
    permission_check_result: Option<&'static str>,
}

impl Operation for GetDelegationRequest {
    const NAME: &'static str = "GetDelegationRequest";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root GetDelegationRequest DelegationRequestId=$id -> GetDelegationRequestResult.DelegationRequest.State=UNASSIGNED & GetDelegationRequestResult.DelegationRequest.RequestorId=123456789012 & GetDelegationRequestResult.DelegationRequest.ExpirationTime=2026-11-22T12:00:00Z & !GetDelegationRequestResult.DelegationRequest.OwnerId & !GetDelegationRequestResult.PermissionCheckStatus
        root GetDelegationRequest DelegationRequestId=$id DelegationPermissionCheck=true -> GetDelegationRequestResult.PermissionCheckStatus=COMPLETE & GetDelegationRequestResult.PermissionCheckResult=ALLOWED
        root GetDelegationRequest DelegationRequestId=00000000-0000-8000-8000-000000000000 -> 404 NoSuchEntity The delegation request with id 00000000-0000-8000-8000-000000000000 cannot be found.
    ";
    type Output = GetDelegationRequestResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![request::permission(
            cx,
            "iam:GetDelegationRequest",
            &self.delegation_request_id,
            Given::Finder,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetDelegationRequestResult>, Error> {
        let (requestor, request) = request::existing(cx, &self.delegation_request_id)?;
        let check = self.delegation_permission_check == Some(true);
        let result = check.then(|| permission_check::result(cx, &request.terms.policy));
        Outcome::read(GetDelegationRequestResult {
            delegation_request: DelegationRequestShape::of(cx, requestor, request),
            permission_check_status: check.then_some("COMPLETE"),
            permission_check_result: result,
        })
    }
}
