//! Callers whom the operator names, for decision records: nobody has proven to be them, and nothing is performed for them.

use crate::authenticate::{holder, holder_of_session, root_principal, user_principal};
use crate::caller::{Caller, Identity};
use crate::operation::Cx;
use crate::session::{Session, SessionOf};
use crate::state::{Account, KeyStatus};
use crate::{AccountId, Error, arn};
use jiff::ToSpan;
use policy::Principal;

/// How long a session lasts that is supposed to begin now.
const SESSION_SECONDS: i64 = 3_600;

/// Who is meant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Supposed<'a> {
    /// A user or root user with long-term credentials; a role in a session that begins now, to which nothing was passed.
    Principal(&'a str),
    /// Whoever has these credentials. Their secret is not asked for.
    Credentials {
        access_key_id: &'a str,
        session_token: Option<&'a str>,
    },
}

/// The caller who is meant, signing for a region.
///
/// # Errors
/// `NoSuchEntity` if there is none; `ExpiredToken`.
pub(crate) fn caller<'a>(
    cx: &Cx<'a>,
    supposed: Supposed,
    region: &str,
) -> Result<Caller<'a>, Error> {
    let (account, identity, principal, session) = match supposed {
        Supposed::Principal(arn) => {
            let found = of_arn(cx, arn);
            found.ok_or_else(|| {
                Error::no_such_entity(format!("There is no user, root user or role of {arn}."))
            })?
        }
        Supposed::Credentials {
            access_key_id,
            session_token,
        } => {
            let found = of_credentials(cx, access_key_id, session_token);
            found.ok_or_else(|| {
                Error::no_such_entity(format!(
                    "There are no active credentials {access_key_id} with this session token, or without one."
                ))
            })?
        }
    };
    if let Some(session) = &session {
        session.check_unexpired(cx.now)?;
    }
    Ok(Caller {
        account,
        identity,
        principal,
        session,
        vouched: None,
        access_key_id: match supposed {
            Supposed::Principal(_) => "".into(),
            Supposed::Credentials { access_key_id, .. } => access_key_id.into(),
        },
        region: region.into(),
    })
}

/// Nobody calls from a closed account.
fn open(cx: &Cx, account: &Account) -> bool {
    !cx.state.is_closed(account.id)
}

type Found<'a> = (&'a Account, Identity<'a>, Principal, Option<Session>);

fn of_arn<'a>(cx: &Cx<'a>, text: &str) -> Option<Found<'a>> {
    let account = cx
        .state
        .account(arn::owner(text)?)
        .filter(|account| open(cx, account))?;
    if text == arn::root(account.id) {
        return Some((account, Identity::Root, root_principal(account), None));
    }
    if let Some((role, session_name)) = assumed_role(account.id, text) {
        let session = Session {
            account: account.id,
            of: SessionOf::Role {
                id: account.role(role)?.id.clone(),
                session_name: session_name.into(),
            },
            issued: cx.now,
            expires: cx.now.checked_add(SESSION_SECONDS.seconds()).ok()?,
            secret: String::new().into(),
            mfa: false,
            policies: None,
            tags: Vec::new(),
            transitive: Vec::new(),
            source_identity: None,
            keys: Vec::new(),
            delegation: None,
        };
        let (identity, principal) = holder_of_session(account, &session)?;
        return Some((account, identity, principal, Some(session)));
    }
    let user = account.user(arn::parse_iam(text)?.name)?;
    (user.arn(account.id) == text).then(|| {
        let principal = user_principal(account, user);
        (account, Identity::User(user), principal, None)
    })
}

/// The names of role and session in `arn:aws:sts::A:assumed-role/Role/Session`.
fn assumed_role(account: AccountId, text: &str) -> Option<(&str, &str)> {
    let prefix = format!("arn:aws:sts::{account}:assumed-role/");
    let (role, session_name) = text.strip_prefix(&prefix)?.split_once('/')?;
    let one = !session_name.is_empty() && !session_name.contains('/');
    one.then_some((role, session_name))
}

fn of_credentials<'a>(
    cx: &Cx<'a>,
    access_key_id: &str,
    session_token: Option<&str>,
) -> Option<Found<'a>> {
    let account = cx.state.account_of_key(access_key_id);
    let account = account.filter(|account| open(cx, account))?;
    let Some(token) = session_token else {
        let (identity, principal, key) = holder(account, access_key_id)?;
        let active = key.status == KeyStatus::Active;
        return active.then_some((account, identity, principal, None));
    };
    let session = Session::decode(&cx.keys.open_session(access_key_id, token)?)?;
    if session.account != account.id {
        return None;
    }
    let (identity, principal) = holder_of_session(account, &session)?;
    Some((account, identity, principal, Some(session)))
}
