//! Who asks for what: the caller, the action, the resource and its owner.

use smol_str::SmolStr;

use crate::context::Context;

/// The caller, as principals of policies are compared with it and as error messages show it (spec 2.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// What kind of caller, with the names only that kind has.
    pub kind: PrincipalKind,
    /// `aws`, `aws-cn`, …
    pub partition: SmolStr,
    /// Twelve digits; empty for services and anonymous callers, who belong to no account.
    pub account: SmolStr,
    /// The ARN that error messages show (K-1); a service shows its name, nobody shows `anonymous`.
    pub arn: SmolStr,
    /// `AIDA…` of a user, `AROA…` of a role, the account id of a root user; `None` where nothing is stored (offline).
    pub unique_id: Option<SmolStr>,
    /// Set for temporary credentials that keep the identity they were made from.
    pub session: Option<SessionKind>,
    /// True for principals of an organization's management account: no SCP binds them.
    pub management_account: bool,
}

/// The kinds of callers that policies distinguish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// The root user of an account.
    Root,
    /// An IAM user.
    User {
        /// The friendly name, without path.
        name: SmolStr,
    },
    /// A session of a role.
    RoleSession {
        /// The role's ARN, with its path where that is known.
        role_arn: SmolStr,
        /// The `RoleSessionName`.
        session_name: SmolStr,
        /// True for service-linked roles: neither SCPs nor RCPs bind them.
        service_linked: bool,
    },
    /// A session made by GetFederationToken.
    FederatedUser {
        /// The name given to GetFederationToken.
        name: SmolStr,
        /// The ARN of the user whose key made the session.
        issuer_arn: Option<SmolStr>,
        /// That user's unique id.
        issuer_id: Option<SmolStr>,
    },
    /// An AWS service calling for itself.
    Service {
        /// For example `logs.amazonaws.com`.
        name: SmolStr,
    },
    /// Nobody: an unsigned request.
    Anonymous,
    /// A bearer of an assertion or token, during AssumeRoleWithSAML and AssumeRoleWithWebIdentity.
    Federated {
        /// The provider's ARN, or the name of a built-in provider.
        provider: SmolStr,
    },
}

/// Temporary credentials that the caller's kind alone does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// Made by GetSessionToken.
    GetSessionToken,
    /// Made by AssumeRoot: a root user limited by a task policy.
    AssumeRoot,
    /// Made by GetDelegatedAccessToken: a user, root user or role's session that approved a delegation request, within what the
    /// request asks for. Its session policies bind whatever a resource's policy grants it.
    Delegated,
}

/// One question: may this principal do this to that?
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The caller.
    pub principal: &'a Principal,
    /// The permission, `service:Name`, in any case.
    pub action: &'a str,
    /// The ARN of the resource, or `*` for actions without resources (M-15).
    pub resource: &'a str,
    /// The account that owns the resource; an account inside the ARN overrides it (M-19).
    pub resource_account: &'a str,
    /// The condition context.
    pub context: &'a Context,
}
