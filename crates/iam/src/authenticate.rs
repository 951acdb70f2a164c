//! From a claimed signature to a proven caller.

use crate::arn;
use crate::caller::{Caller, Identity};
use crate::keyring::KeyRing;
use crate::operation::Service;
use crate::session::{Session, SessionOf};
use crate::state::{AccessKey, Account, KeyStatus, Role, ServicePrincipal, State, User};
use crate::{Error, Inputs};
use jiff::Timestamp;
use policy::{Principal, PrincipalKind, SessionKind};
use sigv4::{Claim, Options, Secret, SigningKeyCache};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

/// What signatures are held against.
pub(crate) struct Verifier<'i> {
    pub keys: &'i KeyRing,
    pub signing_keys: &'i SigningKeyCache,
    /// The time that expiry sees.
    pub now: Timestamp,
    /// Real time, which the freshness of signatures sees.
    pub wall: Timestamp,
    pub options: Options,
    /// Of a request whose body stayed with the service that brings it along: the body's SHA-256.
    pub body_sha256: Option<&'i str>,
    /// What is told of keys and tokens that nobody knows (S-9).
    pub unknown_token_text: &'static str,
}

/// Verifies the signature of the request itself with the key that the claim names.
///
/// # Errors
/// `InvalidClientTokenId`, `SignatureDoesNotMatch` or `ExpiredToken`, in AWS's words. Which part of the credentials is unknown is not told.
pub(crate) fn authenticate<'a>(
    state: &'a State,
    signed: &sigv4::Request,
    claim: Claim,
    service: Service,
    inputs: &Inputs,
) -> Result<Caller<'a>, Error> {
    let verifier = Verifier {
        keys: inputs.keys,
        signing_keys: inputs.signing_keys,
        now: inputs.now,
        wall: inputs.wall,
        options: Options::AWS,
        body_sha256: None,
        unknown_token_text: service.unknown_token_text(),
    };
    verifier.caller(state, signed, claim)
}

impl Verifier<'_> {
    /// The caller whom the claim names, once the signature is verified.
    ///
    /// # Errors
    /// As [`authenticate`].
    pub(crate) fn caller<'a>(
        &self,
        state: &'a State,
        signed: &sigv4::Request,
        claim: Claim,
    ) -> Result<Caller<'a>, Error> {
        let unknown = || Error::invalid_client_token_id(self.unknown_token_text);
        let account = state
            .account_of_key(&claim.access_key_id)
            .ok_or_else(unknown)?;
        if state.is_closed(account.id) {
            return Err(unknown());
        }
        let caller = match &claim.session_token {
            None => self.long_term(account, signed, &claim)?,
            Some(token) => self.temporary(account, token, signed, &claim)?,
        };
        let Some((identity, principal, session)) = caller else {
            return Err(unknown());
        };
        if let Some(session) = &session {
            session.check_unexpired(self.now)?;
        }
        Ok(Caller {
            account,
            identity,
            principal,
            session,
            vouched: None,
            access_key_id: claim.access_key_id,
            region: claim.scope.region,
        })
    }

    fn long_term<'a>(
        &self,
        account: &'a Account,
        signed: &sigv4::Request,
        claim: &Claim,
    ) -> Result<Found<'a>, Error> {
        let Some((identity, principal, key)) = holder(account, &claim.access_key_id) else {
            return Ok(None);
        };
        if key.status != KeyStatus::Active {
            return Ok(None);
        }
        let open = || {
            self.keys
                .open_secret(&key.id, &key.secret)
                .map(|secret| Secret::new(secret.to_string()))
        };
        if !self.verify(signed, claim, key.secret.fingerprint(), open)? {
            return Ok(None);
        }
        Ok(Some((identity, principal, None)))
    }

    fn temporary<'a>(
        &self,
        account: &'a Account,
        token: &str,
        signed: &sigv4::Request,
        claim: &Claim,
    ) -> Result<Found<'a>, Error> {
        let Some(claims) = self.keys.open_session(&claim.access_key_id, token) else {
            return Ok(None);
        };
        let Some(session) = Session::decode(&claims) else {
            return Ok(None);
        };
        if session.account != account.id {
            return Ok(None);
        }
        let open = || Some(Secret::new(session.secret.to_string()));
        if !self.verify(signed, claim, token.as_bytes(), open)? {
            return Ok(None);
        }
        let found = holder_of_session(account, &session);
        Ok(found.map(|(identity, principal)| (identity, principal, Some(session))))
    }

    /// Whether there is a secret; a wrong signature is an error of its own.
    fn verify(
        &self,
        signed: &sigv4::Request,
        claim: &Claim,
        credential: &[u8],
        secret: impl FnOnce() -> Option<Secret>,
    ) -> Result<bool, Error> {
        let Some(key) = self.signing_keys.get(credential, &claim.scope, secret) else {
            return Ok(false);
        };
        match self.body_sha256 {
            None => sigv4::verify(signed, claim, &key, self.wall, &self.options)?,
            Some(hash) => {
                sigv4::verify_hashed(signed, hash, claim, &key, self.wall, &self.options)?
            }
        }
        Ok(true)
    }
}

type Found<'a> = Option<(Identity<'a>, Principal, Option<Session>)>;

/// Whose a session is, as they are now; `None` if they are gone.
pub(crate) fn holder_of_session<'a>(
    account: &'a Account,
    session: &Session,
) -> Option<(Identity<'a>, Principal)> {
    let (identity, mut principal) = match &session.of {
        SessionOf::Role {
            id, session_name, ..
        } => account.role_by_id(id).map(|role| {
            (
                Identity::Role(role),
                role_principal(account, role, session_name),
            )
        }),
        SessionOf::User { id } => account.user_by_id(id).map(|user| {
            (
                Identity::User(user),
                session_of(user_principal(account, user)),
            )
        }),
        SessionOf::Root => Some((Identity::Root, session_of(root_principal(account)))),
        // Whether the feature has been disabled since, or the account has left the organization, is not asked: credentials that
        // were given go on for what is left of their quarter of an hour (S-63).
        SessionOf::AssumedRoot => Some((Identity::Root, assumed_root(account))),
        SessionOf::FederatedUser { name, issuer } => {
            let issuer = match issuer {
                Some(id) => account.user_by_id(id).map(Some),
                None => Some(None),
            };
            issuer.map(|issuer| {
                let issuer = issuer.map(AsRef::as_ref);
                (
                    Identity::FederatedUser(issuer),
                    federated_principal(account, name, issuer),
                )
            })
        }
    }?;
    if session.delegation.is_some() {
        principal.session = Some(SessionKind::Delegated);
    }
    Some((identity, principal))
}

/// Whose a long-term key is: a user's, the root's or a service's.
pub(crate) fn holder<'a>(
    account: &'a Account,
    access_key_id: &str,
) -> Option<(Identity<'a>, Principal, &'a AccessKey)> {
    match account.access_key(access_key_id) {
        Some((Some(user), key)) => Some((Identity::User(user), user_principal(account, user), key)),
        Some((None, key)) => Some((Identity::Root, root_principal(account), key)),
        None => {
            let service = account.service_of_key(access_key_id)?;
            let principal = service_principal(service);
            Some((Identity::Service(service), principal, &service.key))
        }
    }
}

fn principal(account: &Account, kind: PrincipalKind, arn: String, unique_id: SmolStr) -> Principal {
    Principal {
        kind,
        partition: SmolStr::new_static("aws"),
        account: account.id.to_smolstr(),
        arn: arn.into(),
        unique_id: Some(unique_id),
        session: None,
        management_account: false,
    }
}

pub(crate) fn root_principal(account: &Account) -> Principal {
    principal(
        account,
        PrincipalKind::Root,
        arn::root(account.id),
        account.id.to_smolstr(),
    )
}

fn assumed_root(account: &Account) -> Principal {
    Principal {
        session: Some(SessionKind::AssumeRoot),
        ..root_principal(account)
    }
}

pub(crate) fn user_principal(account: &Account, user: &User) -> Principal {
    principal(
        account,
        PrincipalKind::User {
            name: user.name.clone(),
        },
        user.arn(account.id),
        user.id.clone(),
    )
}

fn role_principal(account: &Account, role: &Role, session_name: &str) -> Principal {
    let kind = PrincipalKind::RoleSession {
        role_arn: role.arn(account.id).into(),
        session_name: session_name.into(),
        service_linked: role.linked_service.is_some(),
    };
    principal(
        account,
        kind,
        arn::assumed_role(account.id, &role.name, session_name),
        role.id.clone(),
    )
}

/// A service belongs to no account (M-25) and is shown by its name.
fn service_principal(service: &ServicePrincipal) -> Principal {
    Principal {
        kind: PrincipalKind::Service {
            name: service.name.clone(),
        },
        partition: SmolStr::new_static("aws"),
        account: SmolStr::default(),
        arn: service.name.clone(),
        unique_id: None,
        session: None,
        management_account: false,
    }
}

fn federated_principal(account: &Account, name: &str, issuer: Option<&User>) -> Principal {
    let kind = PrincipalKind::FederatedUser {
        name: name.into(),
        issuer_arn: Some(issuer.map_or_else(
            || arn::root(account.id).into(),
            |user| user.arn(account.id).into(),
        )),
        issuer_id: Some(issuer.map_or_else(|| account.id.to_smolstr(), |user| user.id.clone())),
    };
    let id = format_smolstr!("{}:{name}", account.id);
    principal(account, kind, arn::federated_user(account.id, name), id)
}

fn session_of(mut principal: Principal) -> Principal {
    principal.session = Some(SessionKind::GetSessionToken);
    principal
}
