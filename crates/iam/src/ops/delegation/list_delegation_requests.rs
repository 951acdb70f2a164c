//! `ListDelegationRequests`.

use super::request;
use super::shape::DelegationRequestShape;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::page::Page;
use serde::{Deserialize, Serialize};

/// Lists the requests that identities of the account own, the oldest first; of one owner if one is named. Requests that nobody owns
/// are not among them.
///
/// Permission: `iam:ListDelegationRequests` on `*`, with `iam:DelegationRequestOwner` where an owner is named; everybody has it by default
/// for what is his own.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDelegationRequests {
    owner_id: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// A page of requests.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDelegationRequestsResult {
    delegation_requests: Vec<DelegationRequestShape>,
    marker: Option<String>,
    #[serde(rename = "isTruncated")]
    is_truncated: bool,
}

impl Operation for ListDelegationRequests {
    const NAME: &'static str = "ListDelegationRequests";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root ListDelegationRequests -> !ListDelegationRequestsResult.DelegationRequests.1
        root AssociateDelegationRequest DelegationRequestId=$id -> ok
        root ListDelegationRequests -> ListDelegationRequestsResult.DelegationRequests.1.DelegationRequestId=$id & ListDelegationRequestsResult.isTruncated=false
        root ListDelegationRequests OwnerId=arn:aws:iam::123456789012:root -> ListDelegationRequestsResult.DelegationRequests.1.DelegationRequestId=$id
        root ListDelegationRequests OwnerId=arn:aws:iam::123456789012:user/Bob -> !ListDelegationRequestsResult.DelegationRequests.1
        root ListDelegationRequests Marker=none! -> 400 ValidationError
    ";
    type Output = ListDelegationRequestsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = Permission::on("iam:ListDelegationRequests", "*", cx.account().id)
            .with_some("iam:DelegationRequestOwner", self.owner_id.as_deref());
        let own = self.owner_id.as_deref() == Some(cx.caller.principal.arn.as_str());
        Ok(vec![if own {
            permission.given_by_the_account()
        } else {
            permission
        }])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListDelegationRequestsResult>, Error> {
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let owned = request::owned(cx, self.owner_id.as_deref());
        let paged = page.of(owned.into_iter(), |(_, request)| request::page_key(request))?;
        let requests = paged.items.into_iter();
        Outcome::read(ListDelegationRequestsResult {
            delegation_requests: requests
                .map(|(requestor, request)| DelegationRequestShape::of(cx, requestor, request))
                .collect(),
            marker: paged.marker,
            is_truncated: paged.is_truncated,
        })
    }
}
