//! New keys to sign tokens with, sealed before they enter an event.

use crate::Error;
use crate::event::Event;
use crate::operation::Cx;
use crate::state::TokenKey;
use crate::work::{Done, Work};

/// The new keys as they will be in the state, and the event that puts them there.
///
/// # Errors
/// The refusal that has them made.
pub(in crate::ops) fn new_key(cx: &Cx) -> Result<(TokenKey, Event), Error> {
    let request = cx.seed.bytes("token keys");
    let Done::TokenKeys(keys) = cx.work(Work::MakeTokenKeys { request })? else {
        return Err(Error::service_failure("No keys could be made."));
    };
    let id = cx.seed.uuid("token key id");
    let sealed = |name: &str, plain: &[u8]| {
        cx.keys
            .seal_token_key(&format!("{id}-{name}"), plain, &cx.seed)
    };
    let key = TokenKey {
        id: id.as_str().into(),
        made: cx.now,
        rsa: sealed("RS256", keys.rsa.expose()),
        n: keys.n.clone(),
        e: keys.e.clone(),
        ec: sealed("ES384", keys.ec.expose()),
        x: keys.x.clone(),
        y: keys.y.clone(),
    };
    let event = Event::TokenKeyMade {
        id,
        rsa: key.rsa.clone(),
        n: key.n.clone(),
        e: key.e.clone(),
        ec: key.ec.clone(),
        x: key.x.clone(),
        y: key.y.clone(),
    };
    Ok((key, event))
}
