//! `ListDelegationNotifications` of the service `portcullis`.

use super::request;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::context::text;
use crate::keyring::TradeIn;
use crate::operation::{Cx, Operation, Outcome};
use crate::page::Page;
use crate::state::{DelegationRequest, DelegationState, Passed};
use serde::{Deserialize, Serialize};

/// Lists what AWS would have published to the notification channels of the account's own delegation requests, request by request: each
/// state they came to, and the trade-in token while it can be traded in. There is no SNS here to publish to.
///
/// Permission: `portcullis:ListDelegationNotifications` on `*`. Pages count requests, the oldest first.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDelegationNotifications {
    delegation_request_id: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// A page of notifications.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDelegationNotificationsResult {
    notifications: Vec<Notification>,
    marker: Option<String>,
    is_truncated: bool,
}

/// What the message of a notification holds, and where it would have gone.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Notification {
    notification_channel: String,
    #[serde(rename = "Type")]
    kind: &'static str,
    request_id: String,
    requestor_workflow_id: String,
    state: &'static str,
    owner_account_id: Option<String>,
    updated_at: String,
    exchange_token: Option<String>,
    expires_at: Option<String>,
}

impl Operation for ListDelegationNotifications {
    const NAME: &'static str = "ListDelegationNotifications";
    const EXAMPLE: &'static str = "
        root iam:CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root ListDelegationNotifications -> !ListDelegationNotificationsResult.Notifications.1
        root iam:AssociateDelegationRequest DelegationRequestId=$id -> ok
        root iam:AcceptDelegationRequest DelegationRequestId=$id -> ok
        root iam:SendDelegationToken DelegationRequestId=$id -> ok
        root ListDelegationNotifications -> ListDelegationNotificationsResult.Notifications.1.State=ASSIGNED & ListDelegationNotificationsResult.Notifications.3.State=FINALIZED & ListDelegationNotificationsResult.Notifications.4.Type=ExchangeToken & ListDelegationNotificationsResult.Notifications.4.ExpiresAt=2026-11-21T13:00:00Z
        root iam:CreateUser UserName=Bob -> ok
        root iam:CreateAccessKey UserName=Bob -> as bob
        bob ListDelegationNotifications -> 403 AccessDenied
    ";
    type Output = ListDelegationNotificationsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "portcullis:ListDelegationNotifications",
            "*",
            cx.account().id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<ListDelegationNotificationsResult>, Error> {
        let only = self.delegation_request_id.as_deref();
        let held = cx.account().delegations.values().map(AsRef::as_ref);
        let mut held: Vec<&DelegationRequest> = held
            .filter(|request| only.is_none_or(|only| request.terms.id == only))
            .filter(|request| !request.is_over(cx.now))
            .collect();
        held.sort_by_key(|request| request::page_key(request));
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(held.into_iter(), |request| request::page_key(request))?;
        let requests = paged.items.iter();
        Outcome::read(ListDelegationNotificationsResult {
            notifications: requests.flat_map(|request| of(cx, request)).collect(),
            marker: paged.marker,
            is_truncated: paged.is_truncated,
        })
    }
}

/// The notifications of one request, in the order of time.
fn of(cx: &Cx, request: &DelegationRequest) -> Vec<Notification> {
    // The first state is its making, which is told to whoever makes it.
    let passed = request.passed.iter().skip(1).copied();
    let mut notifications: Vec<_> = passed.map(|passed| state_change(request, passed)).collect();
    if let Some(token) = exchange_token(cx, request) {
        notifications.push(token);
    }
    if request.state(cx.now) == DelegationState::Expired {
        let expired = Passed {
            state: DelegationState::Expired,
            at: request.expires(),
        };
        notifications.push(state_change(request, expired));
    }
    notifications
}

fn state_change(request: &DelegationRequest, passed: Passed) -> Notification {
    Notification {
        notification_channel: request.terms.channel.clone(),
        kind: "StateChange",
        request_id: request.terms.id.clone(),
        requestor_workflow_id: request.terms.workflow.clone(),
        state: passed.state.text(),
        owner_account_id: request.owner_account().map(|account| account.to_string()),
        updated_at: text(passed.at).into(),
        exchange_token: None,
        expires_at: None,
    }
}

/// The trade-in token, while it can be traded in.
fn exchange_token(cx: &Cx, request: &DelegationRequest) -> Option<Notification> {
    let ends = request.delegation_ends()?;
    if request.redeemed.is_some() || cx.now >= ends {
        return None;
    }
    let trade_in = TradeIn {
        request: request.terms.id.clone(),
        token: request.token.as_ref()?.to_string(),
    };
    let sent = *request.passed.last()?;
    Some(Notification {
        kind: "ExchangeToken",
        exchange_token: Some(cx.keys.seal_trade_in(cx.account().id, &trade_in, &cx.seed)),
        expires_at: Some(text(ends).into()),
        ..state_change(request, sent)
    })
}
