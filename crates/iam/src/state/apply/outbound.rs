//! Changes to the account as an issuer of tokens.

use crate::event::Event;
use crate::state::{Account, Outbound, TokenKey};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::OutboundFederationEnabled { issuer } => match &mut account.outbound {
            Some(outbound) => outbound.enabled = true,
            None => {
                account.outbound = Some(Outbound {
                    issuer: issuer.into(),
                    enabled: true,
                    keys: Vec::new(),
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
