//! CloudTrail's `userIdentity`.

use crate::caller::{Caller, Identity, Vouched};
use crate::session::{Session, SessionOf};
use crate::state::{Role, ServicePrincipal, User};
use crate::{AccountId, arn, context};
use policy::PrincipalKind;
use serde::Serialize;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

/// Who called, as far as it is known.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserIdentity {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal_id: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<AccountId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_key_id: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_provider: Option<SmolStr>,
    /// The service that called for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    invoked_by: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_context: Option<SessionContext>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoked_by_delegate: Option<Delegate>,
}

/// The account that uses delegated credentials, as CloudTrail tells it apart from who approved them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Delegate {
    account_id: AccountId,
}

/// What temporary credentials say about their origin.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionContext {
    attributes: Attributes,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_issuer: Option<SessionIssuer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_identity: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assumed_root: Option<SmolStr>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    creation_date: SmolStr,
    mfa_authenticated: SmolStr,
}

/// The role, user or root that the session is of.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionIssuer {
    #[serde(rename = "type")]
    kind: &'static str,
    principal_id: SmolStr,
    arn: SmolStr,
    account_id: AccountId,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<SmolStr>,
}

impl UserIdentity {
    /// Of somebody who has proven nothing: only the key that was claimed is told.
    pub(super) fn unknown(claimed_key: Option<SmolStr>) -> UserIdentity {
        UserIdentity {
            kind: "Unknown",
            principal_id: None,
            arn: None,
            account_id: None,
            access_key_id: claimed_key,
            user_name: None,
            identity_provider: None,
            invoked_by: None,
            session_context: None,
            invoked_by_delegate: None,
        }
    }

    /// CloudTrail tells a service's name alone; here also its key.
    fn service(caller: &Caller, service: &ServicePrincipal) -> UserIdentity {
        UserIdentity {
            kind: "AWSService",
            invoked_by: Some(service.name.clone()),
            ..UserIdentity::unknown(Some(SmolStr::new(&caller.access_key_id)))
        }
    }

    pub(super) fn of(caller: &Caller) -> UserIdentity {
        let (kind, principal_id, user_name) = match caller.identity {
            Identity::Root => ("Root", caller.account.id.to_smolstr(), None),
            Identity::User(user) => ("IAMUser", user.id.clone(), Some(user.name.clone())),
            Identity::Role(role) => ("AssumedRole", role_principal_id(caller, &role.id), None),
            Identity::FederatedUser(_) => {
                let id = caller.principal.unique_id.clone().unwrap_or_default();
                ("FederatedUser", id, None)
            }
            Identity::Federated => federated(caller),
            Identity::Service(service) => return UserIdentity::service(caller, service),
        };
        UserIdentity {
            kind,
            principal_id: Some(principal_id),
            arn: Some(caller.principal.arn.clone()),
            account_id: Some(caller.account.id),
            access_key_id: (!caller.access_key_id.is_empty())
                .then(|| SmolStr::new(&caller.access_key_id)),
            user_name,
            identity_provider: provider(caller),
            invoked_by: None,
            session_context: caller
                .session
                .as_ref()
                .map(|session| SessionContext::of(caller, session)),
            invoked_by_delegate: caller
                .session
                .as_ref()
                .and_then(|session| session.delegation.as_ref())
                .map(|delegation| Delegate {
                    account_id: delegation.requestor,
                }),
        }
    }
}

/// Somebody whom an identity provider names: CloudTrail tells SAML and web identities apart.
fn federated(caller: &Caller) -> (&'static str, SmolStr, Option<SmolStr>) {
    let provider = provider(caller).unwrap_or_default();
    match &caller.vouched {
        Some(Vouched::WebIdentity { claims, .. }) => {
            let (client, subject) = (claims.client().unwrap_or_default(), claims.subject());
            let id = format_smolstr!("{provider}:{client}:{subject}");
            ("WebIdentityUser", id, Some(SmolStr::new(subject)))
        }
        Some(Vouched::Saml {
            assertion,
            name_qualifier,
        }) => {
            let subject = SmolStr::new(&assertion.subject);
            let id = format_smolstr!("{name_qualifier}:{subject}");
            ("SAMLUser", id, Some(subject))
        }
        None => ("Unknown", SmolStr::default(), None),
    }
}

/// The provider that names the caller, if one does.
fn provider(caller: &Caller) -> Option<SmolStr> {
    if let Some(Vouched::Saml { name_qualifier, .. }) = &caller.vouched {
        return Some(SmolStr::new(name_qualifier));
    }
    match &caller.principal.kind {
        PrincipalKind::Federated { provider } => Some(provider.clone()),
        PrincipalKind::Root
        | PrincipalKind::User { .. }
        | PrincipalKind::RoleSession { .. }
        | PrincipalKind::FederatedUser { .. }
        | PrincipalKind::Service { .. }
        | PrincipalKind::Anonymous => None,
    }
}

impl SessionContext {
    fn of(caller: &Caller, session: &Session) -> SessionContext {
        let account = caller.account.id;
        SessionContext {
            attributes: Attributes {
                creation_date: context::text(session.issued),
                mfa_authenticated: context::boolean(session.mfa),
            },
            session_issuer: match caller.identity {
                Identity::Role(role) => Some(SessionIssuer::role(account, role)),
                Identity::FederatedUser(Some(user)) => Some(SessionIssuer::user(account, user)),
                Identity::FederatedUser(None) => Some(SessionIssuer::root(account)),
                Identity::Root | Identity::User(_) | Identity::Federated | Identity::Service(_) => {
                    None
                }
            },
            source_identity: session.source_identity.as_deref().map(SmolStr::new),
            assumed_root: caller.is_assumed_root().then(|| context::boolean(true)),
        }
    }
}

impl SessionIssuer {
    fn role(account: AccountId, role: &Role) -> SessionIssuer {
        SessionIssuer {
            kind: "Role",
            principal_id: role.id.clone(),
            arn: role.arn(account).into(),
            account_id: account,
            user_name: Some(role.name.clone()),
        }
    }

    fn user(account: AccountId, user: &User) -> SessionIssuer {
        SessionIssuer {
            kind: "IAMUser",
            principal_id: user.id.clone(),
            arn: user.arn(account).into(),
            account_id: account,
            user_name: Some(user.name.clone()),
        }
    }

    fn root(account: AccountId) -> SessionIssuer {
        SessionIssuer {
            kind: "Root",
            principal_id: account.to_smolstr(),
            arn: arn::root(account).into(),
            account_id: account,
            user_name: None,
        }
    }
}

fn role_principal_id(caller: &Caller, role_id: &SmolStr) -> SmolStr {
    match caller.session.as_ref().map(|session| &session.of) {
        Some(SessionOf::Role { session_name, .. }) => {
            smol_str::format_smolstr!("{role_id}:{session_name}")
        }
        _ => role_id.clone(),
    }
}
