//! `AcceptDelegationRequest`.

use super::request::{self, Given};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::caller::Identity;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::{ApproverOf, DelegationApprover, DelegationChange, DelegationState};
use serde::Deserialize;

/// The most that the root can lend.
const ROOT_SECONDS_MAX: u32 = 4 * 3_600;

/// Approves a request: what its token is traded in for stands for the caller as he is now, within what the request asks for.
/// Nothing is lent before `SendDelegationToken`.
///
/// Permission: `iam:AcceptDelegationRequest` on the request's ARN, with `iam:DelegationRequestOwner`; nobody has it by default. The root
/// approves four hours at most. Delegated credentials cannot approve, for a delegation would outlast what was approved; nor can a
/// session of AssumeRoot, which has a task.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AcceptDelegationRequest {
    delegation_request_id: String,
}

impl Operation for AcceptDelegationRequest {
    const NAME: &'static str = "AcceptDelegationRequest";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=14400 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root AcceptDelegationRequest DelegationRequestId=$id -> 400 ValidationError
        root AssociateDelegationRequest DelegationRequestId=$id -> ok
        root AcceptDelegationRequest DelegationRequestId=$id -> ok
        root GetDelegationRequest DelegationRequestId=$id -> GetDelegationRequestResult.DelegationRequest.State=ACCEPTED & GetDelegationRequestResult.DelegationRequest.ApproverId=arn:aws:iam::123456789012:root
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-2 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=14401 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set long=CreateDelegationRequestResult.DelegationRequestId
        root AssociateDelegationRequest DelegationRequestId=$long -> ok
        root AcceptDelegationRequest DelegationRequestId=$long -> 400 ValidationError The root user can approve delegation requests of 14400 seconds at most.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![request::permission(
            cx,
            "iam:AcceptDelegationRequest",
            &self.delegation_request_id,
            Given::Nobody,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let id = &self.delegation_request_id;
        let (requestor, request) = request::existing(cx, id)?;
        let state = request.state(cx.now);
        // AWS declares `InvalidInput` for the other operations on requests, and not for this one.
        if !matches!(
            state,
            DelegationState::Assigned | DelegationState::PendingApproval
        ) {
            return Err(Error::validation_error(request::wrong_state(id, state)));
        }
        let approver = approver(cx)?;
        if approver.of == ApproverOf::Root && request.terms.seconds > ROOT_SECONDS_MAX {
            return Err(Error::validation_error(format!(
                "The root user can approve delegation requests of {ROOT_SECONDS_MAX} seconds at most."
            )));
        }
        let accepted = DelegationChange::Accepted {
            approver: Box::new(approver),
        };
        request::changed(requestor, request, accepted)
    }
}

/// The caller as he is now.
fn approver(cx: &Cx) -> Result<DelegationApprover, Error> {
    let session = cx.caller.session.as_ref();
    let delegated = session.is_some_and(|session| session.delegation.is_some());
    if delegated || cx.caller.is_assumed_root() {
        return Err(Error::access_denied(
            "Delegated credentials and those of AssumeRoot cannot approve delegation requests.",
        ));
    }
    let of = match (cx.caller.identity, &cx.caller.principal.kind) {
        (Identity::Root, _) => ApproverOf::Root,
        (Identity::User(user), _) => ApproverOf::User {
            id: user.id.to_string(),
        },
        (Identity::Role(role), policy::PrincipalKind::RoleSession { session_name, .. }) => {
            ApproverOf::Role {
                id: role.id.clone(),
                session_name: session_name.clone(),
            }
        }
        _ => {
            return Err(Error::access_denied(
                "Only users, roles and the root can approve delegation requests.",
            ));
        }
    };
    Ok(DelegationApprover {
        account: cx.account().id,
        arn: cx.caller.principal.arn.to_string(),
        of,
        within: session.and_then(|session| session.policies.clone()),
        tags: session.map_or_else(Vec::new, |session| session.tags.clone()),
        transitive: session.map_or_else(Vec::new, |session| session.transitive.clone()),
        source_identity: session.and_then(|session| session.source_identity.clone()),
        keys: session.map_or_else(Vec::new, |session| session.keys.clone()),
    })
}
