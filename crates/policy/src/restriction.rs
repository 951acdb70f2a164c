//! What is decided before any policy is read: calls that are always allowed, protected resources, and what temporary
//! credentials may never call (spec 2.7, 7.2).

use crate::context::Value;
use crate::facts::Facts;
use crate::layers::Layers;
use crate::request::{PrincipalKind, Request, SessionKind};

/// Why a request is refused whatever the policies say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restriction {
    /// The resource belongs to AWS (M-46 … M-48).
    Protected,
    /// These temporary credentials are no credentials for IAM: AWS answers `InvalidClientTokenId` (S-9).
    NoIam,
    /// GetSessionToken or GetFederationToken was called with session credentials (S-9).
    SessionCredentials,
    /// The root user may not assume roles (E-16).
    RootAssumesRole,
    /// Another STS call that these credentials may not make (S-9, U27).
    NoSts,
}

/// The rule that refuses a request before any policy is read, if there is one.
///
/// The error's code follows from it: [`Restriction::NoIam`] is `InvalidClientTokenId`, the others `AccessDenied`.
pub fn restriction(request: &Request) -> Option<Restriction> {
    let facts = Facts::new(request, &Layers::default());
    restriction_of(&facts)
}

/// STS calls that a GetSessionToken session may make, with the permissions that belong to AssumeRole (E-19).
const SESSION_TOKEN_CALLS: &[&str] = &[
    "AssumeRole",
    "GetCallerIdentity",
    "SetContext",
    "SetSourceIdentity",
    "TagSession",
];

/// What no one may do to AWS's own policies (M-46).
const AWS_POLICY_WRITES: &[&str] = &["SetDefaultPolicyVersion", "TagPolicy", "UntagPolicy"];

/// What no one may do to roles under `/aws-reserved/` (M-47).
const RESERVED_ROLE_WRITES: &[&str] = &[
    "AddRoleToInstanceProfile",
    "AttachRolePolicy",
    "CreateRole",
    "DeleteRole",
    "DeleteRolePermissionsBoundary",
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "PassRole",
    "PutRolePermissionsBoundary",
    "PutRolePolicy",
    "RemoveRoleFromInstanceProfile",
    "TagRole",
    "UntagRole",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
    "UpdateRoleDescription",
];

/// Calls that no policy can deny: who am I, and for long-term credentials GetSessionToken (S-55, S-59).
pub(crate) fn always_allowed(facts: &Facts) -> bool {
    let principal = facts.request.principal;
    match principal.kind {
        PrincipalKind::Anonymous | PrincipalKind::Federated { .. } => false,
        PrincipalKind::User { .. } | PrincipalKind::Root
            if principal.session.is_none() && facts.is_action("sts", "GetSessionToken") =>
        {
            true
        }
        _ => facts.is_action("sts", "GetCallerIdentity"),
    }
}

pub(crate) fn restriction_of(facts: &Facts) -> Option<Restriction> {
    if is_protected(facts) {
        return Some(Restriction::Protected);
    }
    let principal = facts.request.principal;
    // Passing a role is no call of IAM: a permission that the service asks for which gets the role (P-1).
    let iam = facts.is_service("iam") && !facts.is_action("iam", "PassRole");
    let sts = facts.is_service("sts");
    let makes_session = facts.is_one_of("sts", &["GetSessionToken", "GetFederationToken"]);
    let assumes = facts.is_one_of("sts", &["AssumeRole", "AssumeRoot"]);
    match (&principal.kind, principal.session) {
        (
            PrincipalKind::Root,
            None | Some(SessionKind::GetSessionToken | SessionKind::Delegated),
        ) if assumes => Some(Restriction::RootAssumesRole),
        (PrincipalKind::User { .. } | PrincipalKind::Root, Some(SessionKind::GetSessionToken)) => {
            if iam && !has_mfa(facts) {
                Some(Restriction::NoIam)
            } else if makes_session {
                Some(Restriction::SessionCredentials)
            } else if sts && !facts.is_one_of("sts", SESSION_TOKEN_CALLS) {
                Some(Restriction::NoSts)
            } else {
                None
            }
        }
        (PrincipalKind::FederatedUser { .. }, _) if iam => Some(Restriction::NoIam),
        (PrincipalKind::FederatedUser { .. } | PrincipalKind::RoleSession { .. }, _)
        | (PrincipalKind::User { .. } | PrincipalKind::Root, Some(SessionKind::Delegated))
            if makes_session =>
        {
            Some(Restriction::SessionCredentials)
        }
        (PrincipalKind::FederatedUser { .. }, _)
            if sts && !facts.is_action("sts", "GetCallerIdentity") =>
        {
            Some(Restriction::NoSts)
        }
        _ => None,
    }
}

fn has_mfa(facts: &Facts) -> bool {
    let present = facts
        .request
        .context
        .get_lower(b"aws:multifactorauthpresent");
    matches!(present, Some(Value::Single(value)) if value.eq_ignore_ascii_case("true"))
}

fn is_protected(facts: &Facts) -> bool {
    let aws_policy = facts.is_resource("iam", "policy/")
        && facts.resource.is_some_and(|parts| parts[4] == "aws");
    let starts = |prefix: &str| {
        facts
            .name
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let writes_policy = facts.is_service("iam")
        && (starts("CreatePolicy")
            || starts("DeletePolicy")
            || facts.is_one_of("iam", AWS_POLICY_WRITES));
    let writes_reserved_role = facts.is_resource("iam", "role/aws-reserved/")
        && facts.is_one_of("iam", RESERVED_ROLE_WRITES);
    let writes_aws_alias = facts.is_resource("kms", "alias/aws/")
        && facts.is_one_of("kms", &["CreateAlias", "UpdateAlias", "DeleteAlias"]);
    (aws_policy && writes_policy) || writes_reserved_role || writes_aws_alias
}
