//! Who is calling, once proven.

use crate::session::{Session, SessionKey};
use crate::state::{Account, MfaOwner, Role, ServicePrincipal, Tag, User};
use crate::tags::same_key;
use policy::{Principal, PrincipalKind, SessionKind};
use smol_str::{SmolStr, ToSmolStr};

/// A caller who has proven who they are: by a signature, which `authenticate` verified, or by the assertion or token of an
/// identity provider, which the operation verified (`Operation::PROVE`).
pub(crate) struct Caller<'a> {
    /// Of a service, which belongs to none, the account whose root registered it.
    pub account: &'a Account,
    pub identity: Identity<'a>,
    /// The same, as policies see it.
    pub principal: Principal,
    /// The claims of temporary credentials; `None` for long-term keys.
    pub session: Option<Session>,
    /// What an identity provider says of the caller; `None` for callers who signed.
    pub vouched: Option<Vouched>,
    /// Empty for callers whom an identity provider names.
    pub access_key_id: SmolStr,
    /// The region that the request was signed for.
    pub region: SmolStr,
}

/// What an identity provider says, verified.
pub(crate) enum Vouched {
    /// The claims of a web identity token, and the condition keys that they come to.
    WebIdentity {
        claims: Box<federation::oidc::Claims>,
        keys: Vec<SessionKey>,
    },
    /// A SAML assertion, and what identifies its subject together with the subject's name.
    Saml {
        assertion: Box<federation::saml::Assertion>,
        name_qualifier: String,
    },
}

/// Whose permissions the caller has.
#[derive(Clone, Copy)]
pub(crate) enum Identity<'a> {
    Root,
    User(&'a User),
    Role(&'a Role),
    /// A session of GetFederationToken: the issuing user's, or the root's where there is none.
    FederatedUser(Option<&'a User>),
    /// Somebody whom an identity provider names; has no policies here, and may be let in by a role's trust policy alone.
    Federated,
    /// A service that calls for itself: it has no policies, and assumes roles that trust it.
    Service(&'a ServicePrincipal),
}

impl<'a> Caller<'a> {
    /// Somebody whom a provider of an account vouches for.
    pub(crate) fn federated(
        account: &'a Account,
        provider: SmolStr,
        vouched: Vouched,
    ) -> Caller<'a> {
        Caller {
            account,
            identity: Identity::Federated,
            principal: Principal {
                kind: PrincipalKind::Federated {
                    provider: provider.clone(),
                },
                partition: SmolStr::new_static("aws"),
                account: account.id.to_smolstr(),
                arn: provider,
                unique_id: None,
                session: None,
                management_account: false,
            },
            session: None,
            vouched: Some(vouched),
            access_key_id: SmolStr::default(),
            region: SmolStr::new_static("us-east-1"),
        }
    }

    /// The tags that policies see of the caller: those of the user or role as they are now, and the session's own, which win over
    /// an entity's tag of the same key (K-4, S-41).
    pub(crate) fn tags(&self) -> impl Iterator<Item = &Tag> {
        let entity = match self.identity {
            Identity::User(user) | Identity::FederatedUser(Some(user)) => &user.tags,
            Identity::Role(role) => &role.tags,
            Identity::Root
            | Identity::FederatedUser(None)
            | Identity::Federated
            | Identity::Service(_) => &[][..],
        };
        let own = self.session.as_ref();
        let own = own.map_or(&[][..], |session| &session.tags);
        let kept = entity
            .iter()
            .filter(|tag| !own.iter().any(|other| same_key(&other.key, &tag.key)));
        kept.chain(own)
    }

    pub(crate) fn is_root(&self) -> bool {
        matches!(self.identity, Identity::Root)
    }

    /// Whether this is the root of a member account by AssumeRoot: somebody of another account, with one task.
    pub(crate) fn is_assumed_root(&self) -> bool {
        self.principal.session == Some(SessionKind::AssumeRoot)
    }

    /// Whose MFA devices are the caller's; role sessions and federated users have none (S-35).
    pub(crate) fn mfa_owner(&self) -> Option<MfaOwner> {
        match self.identity {
            Identity::Root => Some(MfaOwner::Root),
            Identity::User(user) => Some(MfaOwner::of(Some(user))),
            Identity::Role(_)
            | Identity::FederatedUser(_)
            | Identity::Federated
            | Identity::Service(_) => None,
        }
    }
}
