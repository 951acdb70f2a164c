//! `GetDelegatedAccessToken`.

use crate::authorize::{Allowed, Permission};
use crate::credentials::{self, Credentials, Grant};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::delegation;
use crate::session::{Delegation, SessionOf, SessionPolicies};
use crate::state::{Account, ApproverOf, DelegationApprover, DelegationChange, DelegationRequest};
use crate::{AccountId, Error, packed};
use serde::Deserialize;
use serde::Serialize;

/// Trades the token of a delegation request in for credentials of whoever approved it, within what the request asks for. They end when
/// the time of the delegation is over, which runs since the token was sent. A token is good for once (S-65, U31).
///
/// Permission: `sts:GetDelegatedAccessToken` on `*`, in the account that made the request: for others the token is none. The session
/// carries the approver's own session policies, tags and source identity besides; it is not authenticated by MFA, whatever he was.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetDelegatedAccessToken {
    trade_in_token: String,
}

/// Credentials, and whom they stand for.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetDelegatedAccessTokenResult {
    credentials: Credentials,
    packed_policy_size: Option<usize>,
    assumed_principal: String,
}

impl Operation for GetDelegatedAccessToken {
    const NAME: &'static str = "GetDelegatedAccessToken";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root AssociateDelegationRequest DelegationRequestId=$id -> ok
        root AcceptDelegationRequest DelegationRequestId=$id -> ok
        root SendDelegationToken DelegationRequestId=$id -> ok
        root ListDelegationNotifications -> set token=ListDelegationNotificationsResult.Notifications.4.ExchangeToken
        root GetDelegatedAccessToken TradeInToken=$token -> GetDelegatedAccessTokenResult.AssumedPrincipal=arn:aws:iam::123456789012:root & GetDelegatedAccessTokenResult.Credentials.Expiration=2026-11-21T13:00:00Z & GetDelegatedAccessTokenResult.PackedPolicySize & as lent
        lent ListUsers -> ok
        lent CreateUser UserName=Bob -> 403 AccessDenied User: arn:aws:iam::123456789012:root is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::123456789012:user/Bob because no session policy allows the iam:CreateUser action
        root GetDelegatedAccessToken TradeInToken=$token -> 400 ExpiredTradeInTokenException The trade-in token has been exchanged already.
        root GetDelegatedAccessToken TradeInToken=x -> 400 ValidationError The trade-in token is not valid.
    ";
    type Output = GetDelegatedAccessTokenResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let action = "sts:GetDelegatedAccessToken";
        Ok(vec![Permission::on(action, "*", cx.account().id)])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetDelegatedAccessTokenResult>, Error> {
        let request = self.request(cx)?;
        if request.redeemed.is_some() {
            return Err(Error::expired_trade_in_token(
                "The trade-in token has been exchanged already.",
            ));
        }
        let expired = || Error::expired_trade_in_token("The trade-in token has expired.");
        let ends = request.delegation_ends().ok_or_else(expired)?;
        let seconds = u32::try_from(ends.as_second() - cx.now.as_second()).unwrap_or(0);
        let approver = request.approver.as_ref().ok_or_else(expired)?;
        if seconds == 0 || !is_there(cx, approver) {
            return Err(expired());
        }
        let policies = SessionPolicies {
            inline: Some(request.terms.policy.clone()),
            managed: Vec::new(),
        };
        let packed_policy_size = packed::percent(Some(&policies), &approver.tags)?;
        let grant = Grant {
            account: approver.account,
            of: session_of(approver),
            seconds,
            mfa: false,
            policies: Some(policies),
            tags: approver.tags.clone(),
            transitive: approver.transitive.clone(),
            source_identity: approver.source_identity.clone(),
            keys: approver.keys.clone(),
            delegation: Some(Delegation {
                requestor: cx.account().id,
                request: request.terms.id.clone(),
                within: approver.within.clone(),
            }),
            token_bytes_min: 0,
        };
        let redeemed = Event::DelegationRequestChanged {
            id: request.terms.id.clone(),
            change: DelegationChange::TokenRedeemed {},
        };
        let output = GetDelegatedAccessTokenResult {
            credentials: credentials::issue(cx, grant),
            packed_policy_size,
            assumed_principal: approver.arn.clone(),
        };
        Outcome::event(redeemed, output)
    }
}

impl GetDelegatedAccessToken {
    /// The request whose token this is, if it is one of the caller's account.
    fn request<'a>(&self, cx: &Cx<'a>) -> Result<&'a DelegationRequest, Error> {
        let requestor: AccountId = cx.account().id;
        let trade_in = cx.keys.open_trade_in(requestor, &self.trade_in_token);
        let found = trade_in.and_then(|trade_in| {
            let (account, request) = delegation::find(cx, &trade_in.request)?;
            let sent = request.token.as_deref() == Some(trade_in.token.as_str());
            (sent && account.id == requestor).then_some(request)
        });
        found.ok_or_else(|| Error::validation_error("The trade-in token is not valid."))
    }
}

/// Whether the identity that approved still exists; a session of it would be none otherwise.
fn is_there(cx: &Cx, approver: &DelegationApprover) -> bool {
    let open = |account: &&Account| !cx.state.is_closed(account.id);
    let Some(account) = cx.state.account(approver.account).filter(open) else {
        return false;
    };
    match &approver.of {
        ApproverOf::Root => true,
        ApproverOf::User { id } => account.user_by_id(id).is_some(),
        ApproverOf::Role { id, .. } => account.role_by_id(id).is_some(),
    }
}

fn session_of(approver: &DelegationApprover) -> SessionOf {
    match approver.of.clone() {
        ApproverOf::Root => SessionOf::Root,
        ApproverOf::User { id } => SessionOf::User { id },
        ApproverOf::Role { id, session_name } => SessionOf::Role { id, session_name },
    }
}
