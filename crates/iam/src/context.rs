//! The condition context of a request (spec §5): what policies may ask about.

use crate::caller::Caller;
use crate::session::SessionKeyValue;
use crate::state::Tag;
use http::header;
use jiff::Timestamp;
use policy::{Context, Key};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

/// So many keys most requests have.
const KEYS: usize = 32;

/// The keys that follow from the caller, the request and the time, whatever the operation. Parameters cannot override them (K-11).
pub(crate) fn base(
    caller: &Caller,
    request: &wire::Request,
    service_region: &str,
    now: Timestamp,
) -> Context {
    let mut context = Context::with_capacity(KEYS);
    // In the order of the alphabet, in which a context takes them soonest.
    context.insert_known(Key::CURRENT_TIME, text(now));
    context.insert_known(Key::EPOCH_TIME, now.as_second().to_smolstr());
    if let Some(referer) = request.header(header::REFERER) {
        context.insert_known(Key::REFERER, SmolStr::new(referer));
    }
    context.insert_known(Key::REQUESTED_REGION, SmolStr::new(service_region));
    context.insert_known(Key::SECURE_TRANSPORT, boolean(request.secure));
    context.insert_known(Key::SOURCE_IP, request.peer.to_canonical().to_smolstr());
    if let Some(agent) = request.header(header::USER_AGENT) {
        context.insert_known(Key::USER_AGENT, SmolStr::new(agent));
    }
    context.insert_known(Key::VIA_AWS_SERVICE, boolean(false));
    session_keys(caller, now, &mut context);
    insert_tags(&mut context, "aws:PrincipalTag/", caller.tags());
    context
}

fn session_keys(caller: &Caller, now: Timestamp, context: &mut Context) {
    let Some(session) = &caller.session else {
        return;
    };
    context.insert_known(Key::TOKEN_ISSUE_TIME, text(session.issued));
    // Role sessions and federated users carry `false`, whatever the caller had (K-5, U18): no code is kept for them.
    context.insert_known(Key::MULTI_FACTOR_AUTH_PRESENT, boolean(session.mfa));
    if session.mfa {
        let age = (now.as_second() - session.issued.as_second()).max(0);
        context.insert_known(Key::MULTI_FACTOR_AUTH_AGE, age.to_smolstr());
    }
    if caller.is_assumed_root() {
        context.insert_known(Key::ASSUMED_ROOT, boolean(true));
    }
    for key in &session.keys {
        match &key.value {
            SessionKeyValue::One(value) => context.insert(&key.name, value.clone()),
            SessionKeyValue::Many(values) => {
                context.insert_many(&key.name, values.iter().cloned());
            }
        }
    }
    if let Some(source_identity) = &session.source_identity {
        context.insert_known(Key::SOURCE_IDENTITY, SmolStr::new(source_identity));
    }
}

/// One key a tag: `prefix` + the tag's key.
pub(crate) fn insert_tags<'t>(
    context: &mut Context,
    prefix: &str,
    tags: impl IntoIterator<Item = &'t Tag>,
) {
    for tag in tags {
        context.insert(
            &format_smolstr!("{prefix}{}", tag.key),
            SmolStr::new(&tag.value),
        );
    }
}

/// A moment as AWS writes it: UTC, whole seconds, `Z`.
pub(crate) fn text(moment: Timestamp) -> SmolStr {
    whole_seconds(moment).to_smolstr()
}

/// The second that a moment is in.
pub(crate) fn whole_seconds(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).expect("a second of a valid time is valid")
}

pub(crate) fn boolean(value: bool) -> SmolStr {
    SmolStr::new_static(if value { "true" } else { "false" })
}
