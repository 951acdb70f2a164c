//! What all ways of assuming a role have in common: finding it, how long, and how the session is called.

use crate::authorize::Permission;
use crate::operation::Cx;
use crate::state::{Account, Role, State, Tag};
use crate::{AccountId, Error, arn};
use serde::Serialize;
use smol_str::SmolStr;

/// One hour: what a caller gets who does not say.
pub(super) const SECONDS_DEFAULT: u32 = 3_600;

/// AWS's `AssumedRoleUser`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumedRoleUser {
    assumed_role_id: String,
    arn: String,
}

impl AssumedRoleUser {
    /// The session of this name.
    pub(super) fn of(account: AccountId, role: &Role, session_name: &str) -> AssumedRoleUser {
        AssumedRoleUser {
            assumed_role_id: [role.id.as_str(), ":", session_name].concat(),
            arn: arn::assumed_role(account, &role.name, session_name),
        }
    }
}

/// Refuses what cannot be the ARN of a role: `^arn:[^:]+:[^:]+:[^:]*:[^:]*:[^:]+$` (S-13).
///
/// # Errors
/// `ValidationError` in AWS's words.
pub(in crate::ops) fn check_arn(text: &str) -> Result<(), Error> {
    let mut parts = text.split(arn::is_colon);
    let mut next = || parts.next();
    let six = [next(), next(), next(), next(), next(), next()];
    let given = |index: usize| six[index].is_some_and(|part| !part.is_empty());
    let is_arn = six[0] == Some("arn") && [1, 2, 5].into_iter().all(given);
    if is_arn && parts.next().is_none() {
        Ok(())
    } else {
        Err(Error::validation_error(format!("{text} is invalid")))
    }
}

/// Refuses, of a call that nobody signs, what is not the ARN of a role: where there is no caller, there is nobody to deny it to.
///
/// # Errors
/// `ValidationError` in AWS's words.
pub(super) fn check_request_arn(text: &str) -> Result<(), Error> {
    match arn::parse_iam(text) {
        Some(parsed) if parsed.kind == "role" => Ok(()),
        _ => Err(Error::validation_error("Request ARN is invalid")),
    }
}

/// The account that the ARN of a role or a provider names, if it is here and has not been closed.
pub(super) fn account<'a>(state: &'a State, arn: &str) -> Option<&'a Account> {
    let account = state.account(arn::owner(arn)?)?;
    (!state.is_closed(account.id)).then_some(account)
}

/// The role with exactly this ARN, path and case included (S-27).
pub(in crate::ops) fn role<'a>(
    state: &'a State,
    role_arn: &str,
) -> Option<(&'a Account, &'a Role)> {
    let parsed = arn::parse_iam(role_arn).filter(|parsed| parsed.kind == "role")?;
    let account = account(state, role_arn)?;
    let role = account.role(parsed.name)?;
    let is_it = role.path == parsed.path && role.name == parsed.name;
    is_it.then_some((account, role.as_ref()))
}

/// How long the session lasts: what was asked for, if the role has it.
///
/// # Errors
/// `ValidationError` in AWS's words (S-23).
pub(super) fn seconds(role: &Role, wanted: Option<u32>) -> Result<u32, Error> {
    let seconds = wanted.unwrap_or(SECONDS_DEFAULT);
    if seconds > role.session_seconds_max {
        return Err(Error::validation_error(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(seconds)
}

/// What a caller wants to be called and to carry in a session of a role.
pub(super) struct Wanted<'w> {
    /// The operation's own permission.
    pub action: &'static str,
    /// Those that go with it: see [`further_actions`].
    pub further_actions: Vec<&'static str>,
    pub session_name: &'w str,
    pub source_identity: Option<&'w str>,
    /// Tags that the request or the identity provider sets, not those that a session brings along.
    pub tags: &'w [Tag],
    pub transitive: &'w [String],
}

/// Which permissions a session needs besides that has tags or a source identity (E-19).
pub(super) fn further_actions(tagged: bool, named: bool) -> Vec<&'static str> {
    let mut actions = Vec::new();
    if tagged {
        actions.push("sts:TagSession");
    }
    if named {
        actions.push("sts:SetSourceIdentity");
    }
    actions
}

/// Each of the wanted permissions on the role, by its trust policy where it is there; `also` adds what one operation tells.
pub(super) fn permissions<'a>(
    cx: &Cx<'a>,
    role_arn: &'a str,
    wanted: &Wanted,
    also: impl Fn(Permission<'a>) -> Permission<'a>,
) -> Vec<Permission<'a>> {
    let owner = arn::owner(role_arn).unwrap_or(cx.account().id);
    let mut permission = Permission::on(wanted.action, role_arn, owner)
        .and(&wanted.further_actions)
        .with("sts:RoleSessionName", wanted.session_name)
        .with_some("sts:SourceIdentity", wanted.source_identity)
        .with_request_tags(wanted.tags);
    if !wanted.transitive.is_empty() {
        let transitive = wanted.transitive.iter().map(SmolStr::new).collect();
        permission = permission.with_many("sts:TransitiveTagKeys", transitive);
    }
    vec![also(match role(cx.state, role_arn) {
        Some((_, role)) => permission
            .with_entity_tags(&role.tags)
            .trusted_by(&role.trust),
        None => permission,
    })]
}
