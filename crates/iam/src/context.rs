//! The condition context of a request (spec §5): what policies may ask about.

use crate::caller::Caller;
use crate::session::SessionKeyValue;
use crate::state::Tag;
use jiff::Timestamp;
use policy::Context;
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
    context.insert("aws:CurrentTime", text(now));
    context.insert("aws:EpochTime", now.as_second().to_smolstr());
    context.insert("aws:SourceIp", request.peer.to_canonical().to_smolstr());
    context.insert("aws:SecureTransport", boolean(request.secure));
    context.insert("aws:ViaAWSService", boolean(false));
    context.insert("aws:RequestedRegion", SmolStr::new(service_region));
    if let Some(agent) = request.header("user-agent") {
        context.insert("aws:UserAgent", SmolStr::new(agent));
    }
    if let Some(referer) = request.header("referer") {
        context.insert("aws:Referer", SmolStr::new(referer));
    }
    session_keys(caller, now, &mut context);
    insert_tags(&mut context, "aws:PrincipalTag/", caller.tags());
    context
}

fn session_keys(caller: &Caller, now: Timestamp, context: &mut Context) {
    let Some(session) = &caller.session else {
        return;
    };
    context.insert("aws:TokenIssueTime", text(session.issued));
    // Role sessions and federated users carry `false`, whatever the caller had (K-5, U18): no code is kept for them.
    context.insert("aws:MultiFactorAuthPresent", boolean(session.mfa));
    if session.mfa {
        let age = (now.as_second() - session.issued.as_second()).max(0);
        context.insert("aws:MultiFactorAuthAge", age.to_smolstr());
    }
    if caller.is_assumed_root() {
        context.insert("aws:AssumedRoot", boolean(true));
    }
    for key in &session.keys {
        match &key.value {
            SessionKeyValue::One(value) => context.insert(&key.name, SmolStr::new(value)),
            SessionKeyValue::Many(values) => {
                context.insert_many(&key.name, values.iter().map(SmolStr::new));
            }
        }
    }
    if let Some(source_identity) = &session.source_identity {
        context.insert("aws:SourceIdentity", SmolStr::new(source_identity));
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
