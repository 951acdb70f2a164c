//! `portcullis delegations`.

use serde::Serialize;

use super::target::Operated;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, columns, print};
use crate::xml;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    #[serde(rename = "type")]
    kind: String,
    request_id: String,
    requestor_workflow_id: String,
    notification_channel: String,
    state: String,
    owner_account_id: Option<String>,
    updated_at: String,
    exchange_token: Option<String>,
    expires_at: Option<String>,
}

impl Notification {
    fn of(member: &str) -> Notification {
        let text = |name| xml::text(member, name);
        let needed = |name| text(name).unwrap_or_default();
        Notification {
            kind: needed("Type"),
            request_id: needed("RequestId"),
            requestor_workflow_id: needed("RequestorWorkflowId"),
            notification_channel: needed("NotificationChannel"),
            state: needed("State"),
            owner_account_id: text("OwnerAccountId"),
            updated_at: needed("UpdatedAt"),
            exchange_token: text("ExchangeToken"),
            expires_at: text("ExpiresAt"),
        }
    }
}

/// Lists the notifications of the account's delegation requests, of all pages.
pub(crate) fn list(
    format: Format,
    request: Option<&str>,
    target: &Target,
) -> Result<Verdict, Failure> {
    let mut operated = Operated::open(target)?;
    let mut notifications = Vec::new();
    let mut marker: Option<String> = None;
    loop {
        let given = [
            ("DelegationRequestId", request),
            ("Marker", marker.as_deref()),
        ];
        let parameters: Vec<_> = given
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        let reply = operated.call("ListDelegationNotifications", &parameters)?;
        notifications.extend(xml::elements(&reply, "member").map(Notification::of));
        marker = xml::text(&reply, "Marker");
        if marker.is_none() {
            break;
        }
    }
    let mut rows = vec![
        ["REQUEST", "WORKFLOW", "STATE", "AT", "TOKEN"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(notifications.iter().map(|notification| {
        vec![
            notification.request_id.clone(),
            notification.requestor_workflow_id.clone(),
            notification.state.clone(),
            notification.updated_at.clone(),
            notification.exchange_token.clone().unwrap_or_default(),
        ]
    }));
    print(format, &columns(&rows), &notifications)?;
    Ok(Verdict::Fine)
}
