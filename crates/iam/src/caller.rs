//! Who is calling, once proven.

use crate::session::Session;
use crate::state::{Account, MfaOwner, Role, User};
use policy::Principal;

/// A caller whose signature was verified. Made by `authenticate` alone.
pub(crate) struct Caller<'a> {
    pub account: &'a Account,
    pub identity: Identity<'a>,
    /// The same, as policies see it.
    pub principal: Principal,
    /// The claims of temporary credentials; `None` for long-term keys.
    pub session: Option<Session>,
    pub access_key_id: String,
    /// The region that the request was signed for.
    pub region: String,
}

/// Whose permissions the caller has.
#[derive(Clone, Copy)]
pub(crate) enum Identity<'a> {
    Root,
    User(&'a User),
    Role(&'a Role),
    /// A session of GetFederationToken: the issuing user's, or the root's where there is none.
    FederatedUser(Option<&'a User>),
}

impl Caller<'_> {
    pub(crate) fn is_root(&self) -> bool {
        matches!(self.identity, Identity::Root)
    }

    /// Whose MFA devices are the caller's; role sessions and federated users have none (S-35).
    pub(crate) fn mfa_owner(&self) -> Option<MfaOwner> {
        match self.identity {
            Identity::Root => Some(MfaOwner::Root),
            Identity::User(user) => Some(MfaOwner::of(Some(user))),
            Identity::Role(_) | Identity::FederatedUser(_) => None,
        }
    }
}
