//! Changes to the account as an issuer of tokens.

use crate::AccountId;
use crate::event::Event;
use crate::state::{Account, Outbound, State, TokenKey};
use jiff::Timestamp;
use std::sync::Arc;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::OutboundFederationEnabled { issuer } => match &mut account.outbound {
            Some(outbound) => outbound.enabled = true,
            None => {
                account.outbound = Some(Outbound {
                    issuer: issuer.into(),
                    enabled: true,
                    keys: Vec::new(),
                    retired: Vec::new(),
                });
            }
        },
        Event::OutboundFederationDisabled {} => {
            if let Some(outbound) = &mut account.outbound {
                outbound.enabled = false;
            }
        }
        Event::TokenKeyMade {
            id,
            rsa,
            n,
            e,
            ec,
            x,
            y,
        } => {
            if let Some(outbound) = &mut account.outbound {
                outbound.push(TokenKey {
                    id: id.into(),
                    made: at,
                    rsa: rsa.clone(),
                    n: n.clone(),
                    e: e.clone(),
                    ec: ec.clone(),
                    x: x.clone(),
                    y: y.clone(),
                });
            }
        }
        _ => {}
    }
}

/// No key of any account signs any more.
pub(super) fn retire_keys(state: &mut State, at: Timestamp) {
    let issuers: Vec<AccountId> = state
        .accounts()
        .filter(|account| account.outbound.is_some())
        .map(|account| account.id)
        .collect();
    for id in issuers {
        if let Some(account) = state.accounts.get_mut(&id)
            && let Some(outbound) = &mut Arc::make_mut(account).outbound
        {
            outbound.retire_keys(at);
        }
    }
}
