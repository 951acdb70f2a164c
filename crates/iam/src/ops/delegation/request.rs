//! Which delegation request a call means, who may see it, and what follows from its state.

use crate::authorize::Permission;
use crate::event::Event;
use crate::operation::{Cx, Outcome};
use crate::state::{Account, DelegationChange, DelegationRequest, DelegationState, State};
use crate::{AccountId, Error, seed};

/// Whom AWS gives a permission on a request without a policy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// Nobody.
    Nobody,
    /// The owner.
    Owner,
    /// The owner, and whoever has the id while nobody owns the request.
    Finder,
}

/// A new id: a UUID (version 8) that begins with the number of the account that asks, so that no index is needed to find it.
pub(super) fn draw_id(cx: &Cx) -> String {
    let mut bytes = cx.seed.bytes("delegation request");
    bytes[..5].copy_from_slice(&cx.account().id.number().to_be_bytes()[3..]);
    seed::uuid(bytes, 8)
}

/// The account whose number a request's id begins with.
fn requestor(id: &str) -> Option<AccountId> {
    let (first, rest) = id.split_once('-')?;
    let digits = [first, rest.get(..2)?].concat();
    (digits.len() == 10)
        .then(|| u64::from_str_radix(&digits, 16).ok())
        .flatten()
        .and_then(AccountId::from_number)
}

/// The request with this id and the account that keeps it, whoever owns it; none that was over long since.
pub(crate) fn find<'a>(cx: &Cx<'a>, id: &str) -> Option<(&'a Account, &'a DelegationRequest)> {
    let state: &State = cx.state;
    let account = state.account(requestor(id)?)?;
    let request = account.delegations.get(id)?;
    let shown = !request.is_over(cx.now) && !state.is_closed(account.id);
    shown.then_some((account, request.as_ref()))
}

/// The same, if the caller's account may know of it: it is nobody's yet, or the account's.
pub(super) fn visible<'a>(cx: &Cx<'a>, id: &str) -> Option<(&'a Account, &'a DelegationRequest)> {
    let found = find(cx, id)?;
    let owner = found.1.owner_account();
    owner
        .is_none_or(|owner| owner == cx.account().id)
        .then_some(found)
}

/// Whether the caller owns the request: the same identity, and not one made anew under its name.
pub(super) fn is_ours(cx: &Cx, request: &DelegationRequest) -> bool {
    ours(cx).is_some_and(|(arn, id)| {
        request
            .owner
            .as_ref()
            .is_some_and(|owner| owner.arn == arn && owner.id == id)
    })
}

/// How the caller is told as an owner: ARN and unique id.
pub(crate) fn ours<'c>(cx: &'c Cx) -> Option<(&'c str, &'c str)> {
    let principal = &cx.caller.principal;
    Some((principal.arn.as_str(), principal.unique_id.as_deref()?))
}

/// `arn:aws:iam::A:delegation-request/ID`.
pub(super) fn arn(account: AccountId, id: &str) -> String {
    format!("arn:aws:iam::{account}:delegation-request/{id}")
}

/// `action` on a request as a resource of the caller's account, whether or not there is such a request for it.
pub(super) fn permission<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    id: &str,
    given: Given,
) -> Permission<'a> {
    let account = cx.account().id;
    let permission = Permission::on(action, arn(account, id), account);
    let Some((_, request)) = visible(cx, id) else {
        return permission;
    };
    let owner = request.owner.as_ref();
    let permission = permission.with_some(
        "iam:DelegationRequestOwner",
        owner.map(|owner| owner.arn.as_str()),
    );
    let by_default = match given {
        Given::Nobody => false,
        Given::Owner => is_ours(cx, request),
        Given::Finder => owner.is_none() || is_ours(cx, request),
    };
    if by_default {
        permission.given_by_the_account()
    } else {
        permission
    }
}

/// The request with this id, for the caller's account.
///
/// # Errors
/// `NoSuchEntity`, also for what another account owns.
pub(super) fn existing<'a>(
    cx: &Cx<'a>,
    id: &str,
) -> Result<(&'a Account, &'a DelegationRequest), Error> {
    visible(cx, id).ok_or_else(|| {
        Error::no_such_entity(format!(
            "The delegation request with id {id} cannot be found."
        ))
    })
}

/// The refusal of a call that the request's state does not allow.
pub(super) fn wrong_state(id: &str, state: DelegationState) -> String {
    format!("The delegation request {id} is in state {}.", state.text())
}

/// Refuses a call on a request that is in none of these states.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn must_be(
    cx: &Cx,
    request: &DelegationRequest,
    states: &[DelegationState],
) -> Result<(), Error> {
    let state = request.state(cx.now);
    if states.contains(&state) {
        return Ok(());
    }
    Err(Error::invalid_input(wrong_state(&request.terms.id, state)))
}

/// The requests that identities of the caller's account own, of one owner if one is named, the oldest first.
pub(super) fn owned<'a>(
    cx: &Cx<'a>,
    owner: Option<&str>,
) -> Vec<(&'a Account, &'a DelegationRequest)> {
    let state: &State = cx.state;
    let account = cx.account().id;
    let mut owned: Vec<_> = state
        .accounts()
        .filter(|requestor| !requestor.delegations.is_empty() && !state.is_closed(requestor.id))
        .flat_map(|requestor| {
            let held = requestor.delegations.values();
            held.map(move |request| (requestor, request.as_ref()))
        })
        .filter(|(_, request)| {
            let theirs = request.owner.as_ref();
            theirs.is_some_and(|theirs| {
                theirs.account == account && owner.is_none_or(|owner| theirs.arn == owner)
            }) && !request.is_over(cx.now)
        })
        .collect();
    owned.sort_by_key(|(_, request)| page_key(request));
    owned
}

/// What pages of requests go on after: time, then id.
pub(super) fn page_key(request: &DelegationRequest) -> String {
    let made = request.created().as_nanosecond();
    format!("{made:024} {}", request.terms.id)
}

/// What happened to the request, kept by the account that asked.
pub(super) fn changed(
    requestor: &Account,
    request: &DelegationRequest,
    change: DelegationChange,
) -> Result<Outcome<()>, Error> {
    let changed = Event::DelegationRequestChanged {
        id: request.terms.id.clone(),
        change,
    };
    Ok(Outcome {
        account: Some(requestor.id),
        events: vec![changed],
        then: Vec::new(),
        output: (),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_the_account_that_asks() {
        let id = "1cbe991a-14f0-8c1d-9a2b-0123456789ab";
        assert_eq!(requestor(id).unwrap().to_string(), "123456789012");
        for other in [
            "",
            "1cbe991a",
            "1cbe991a-1",
            "1cbe991-a14f0",
            "zcbe991a-14f0",
            "ffffffff-ff",
        ] {
            assert_eq!(requestor(other), None, "{other}");
        }
    }
}
