//! Changes to delegation requests.

use crate::event::Event;
use crate::state::{
    Account, DelegationChange, DelegationRequest, DelegationState, DelegationTerms,
};
use jiff::Timestamp;
use smol_str::SmolStr;
use std::sync::Arc;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::DelegationRequestCreated { terms } => {
            let kept = account.delegations.iter();
            let kept = kept.filter(|(_, request)| !request.is_over(at));
            account.delegations = kept
                .map(|(id, request)| (id.clone(), request.clone()))
                .collect();
            let request = DelegationRequest::new(DelegationTerms::clone(terms), at);
            account
                .delegations
                .insert(SmolStr::new(&terms.id), Arc::new(request));
        }
        Event::DelegationRequestChanged { id, change } => {
            if let Some(request) = account.delegations.get_mut(id.as_str()) {
                changed(Arc::make_mut(request), at, change);
            }
        }
        _ => {}
    }
}

fn changed(request: &mut DelegationRequest, at: Timestamp, change: &DelegationChange) {
    match change {
        DelegationChange::Associated { owner } => {
            request.owner = Some(owner.clone());
            request.pass(DelegationState::Assigned, at);
        }
        DelegationChange::Updated { notes } => {
            request.notes.clone_from(notes);
            request.pass(DelegationState::PendingApproval, at);
        }
        DelegationChange::Accepted { approver } => {
            request.approver = Some(approver.as_ref().clone());
            request.pass(DelegationState::Accepted, at);
        }
        DelegationChange::Rejected { notes } => {
            request.rejection.clone_from(notes);
            request.pass(DelegationState::Rejected, at);
        }
        DelegationChange::TokenSent { token } => {
            request.token = Some(token.into());
            request.pass(DelegationState::Finalized, at);
        }
        DelegationChange::TokenRedeemed {} => request.redeemed = Some(at),
    }
}
