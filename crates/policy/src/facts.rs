//! A request taken apart once, for all the statements it is compared with.

use crate::arn;
use crate::layers::Layers;
use crate::request::{PrincipalKind, Request};

/// What statements ask of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) request: Request<'a>,
    /// The service of the action, in the caller's spelling.
    pub(crate) service: &'a str,
    /// The name of the action, in the caller's spelling.
    pub(crate) name: &'a str,
    /// The parts of the resource, if it is an ARN.
    pub(crate) resource: Option<[&'a str; 6]>,
    /// The account that owns the resource (M-19).
    pub(crate) owner: &'a str,
    /// The caller has a permissions boundary (M-32).
    pub(crate) bounded: bool,
}

/// Permissions that a role's trust policy is consulted for (E-33).
const TRUST_ACTIONS: &[&str] = &[
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "SetContext",
    "SetSourceIdentity",
    "TagSession",
];

/// Boundaries are attached to users and roles, and bind the federated users that users make.
fn may_be_bounded(kind: &PrincipalKind) -> bool {
    match kind {
        PrincipalKind::User { .. } | PrincipalKind::FederatedUser { .. } => true,
        PrincipalKind::RoleSession { service_linked, .. } => !service_linked,
        PrincipalKind::Root
        | PrincipalKind::Service { .. }
        | PrincipalKind::Anonymous
        | PrincipalKind::Federated { .. } => false,
    }
}

impl<'a> Facts<'a> {
    pub(crate) fn new(request: &Request<'a>, layers: &Layers) -> Facts<'a> {
        let (service, name) = request
            .action
            .split_once(':')
            .unwrap_or(("", request.action));
        let resource = arn::split(request.resource);
        let named = resource
            .map(|parts| parts[4])
            .filter(|account| arn::is_account_id(account));
        let owner = named.unwrap_or(request.resource_account);
        Facts {
            request: *request,
            service,
            name,
            resource,
            owner,
            bounded: layers.boundary.is_some() && may_be_bounded(&request.principal.kind),
        }
    }

    /// Whether caller and resource belong to one account.
    pub(crate) fn same_account(&self) -> bool {
        !self.owner.is_empty() && self.request.principal.account == self.owner
    }

    /// Whether the action is `service:name`, in any case.
    pub(crate) fn is_action(&self, service: &str, name: &str) -> bool {
        self.is_service(service) && self.name.eq_ignore_ascii_case(name)
    }

    /// Whether the action belongs to a service, in any case.
    pub(crate) fn is_service(&self, service: &str) -> bool {
        self.service.eq_ignore_ascii_case(service)
    }

    /// Whether the action is one of a service's, in any case.
    pub(crate) fn is_one_of(&self, service: &str, names: &[&str]) -> bool {
        self.is_service(service)
            && names
                .iter()
                .any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// Whether the resource is one of a service, its last part beginning so.
    pub(crate) fn is_resource(&self, service: &str, prefix: &str) -> bool {
        self.resource
            .is_some_and(|parts| parts[2] == service && parts[5].starts_with(prefix))
    }

    /// Whether a role's trust policy has to allow this request.
    pub(crate) fn is_trust(&self) -> bool {
        self.is_one_of("sts", TRUST_ACTIONS) && self.is_resource("iam", "role/")
    }

    /// Whether the resource's policy has to allow this request even within one account (F-12, E-31).
    pub(crate) fn needs_resource_policy(&self) -> bool {
        self.is_trust() || (self.is_service("kms") && self.is_resource("kms", "key/"))
    }

    /// Whether the caller is a session of a service-linked role.
    pub(crate) fn is_service_linked(&self) -> bool {
        matches!(
            self.request.principal.kind,
            PrincipalKind::RoleSession {
                service_linked: true,
                ..
            }
        )
    }
}
