//! Which of the given layers take part in a decision, by the kind of caller (spec 6.2).

use crate::catalogue;
use crate::facts::Facts;
use crate::layers::Layers;
use crate::request::{PrincipalKind, SessionKind};

/// What an AssumeRoot session may do to unlock a resource, whatever the resource's policy says.
const UNLOCK_ACTIONS: &[(&str, &[&str])] = &[
    (
        "s3",
        &["DeleteBucketPolicy", "GetBucketPolicy", "PutBucketPolicy"],
    ),
    ("sqs", &["GetQueueAttributes", "SetQueueAttributes"]),
];

/// The layers without those that do not bind this caller.
pub(crate) fn in_force<'a>(facts: &Facts, layers: &Layers<'a>) -> Layers<'a> {
    let principal = facts.request.principal;
    let delegated = principal.session == Some(SessionKind::Delegated);
    let (identity, session, scp) = match &principal.kind {
        PrincipalKind::Root => (
            false,
            delegated || principal.session == Some(SessionKind::AssumeRoot),
            true,
        ),
        PrincipalKind::User { .. } => (true, delegated, true),
        PrincipalKind::RoleSession {
            service_linked: true,
            ..
        } => (true, delegated, false),
        PrincipalKind::RoleSession { .. } | PrincipalKind::FederatedUser { .. } => {
            (true, true, true)
        }
        PrincipalKind::Service { .. }
        | PrincipalKind::Anonymous
        | PrincipalKind::Federated { .. } => (false, false, false),
    };
    let boundary = identity && !facts.is_service_linked();
    Layers {
        identity: if identity { layers.identity } else { &[] },
        boundary: layers.boundary.filter(|_| boundary),
        session: layers.session.filter(|_| session),
        resource: layers.resource.filter(|_| has_resource_policy(facts)),
        scp: layers.scp.filter(|_| scp && !principal.management_account),
        rcp: layers.rcp.filter(|_| rcp_applies(facts)),
        endpoint: layers.endpoint,
    }
}

/// IAM's resources have no policies of their own for `iam:` actions (E-33); unlocking does not ask the locked policy.
pub(crate) fn has_resource_policy(facts: &Facts) -> bool {
    let unlocks = facts.request.principal.session == Some(SessionKind::AssumeRoot)
        && UNLOCK_ACTIONS
            .iter()
            .any(|(service, names)| facts.is_one_of(service, names));
    !facts.is_service("iam") && !unlocks
}

/// E-5, U7. That the owner is a member account is the caller's to know: it passes no RCPs otherwise.
fn rcp_applies(facts: &Facts) -> bool {
    let supported = catalogue::rcp_supported(facts.service);
    let assumes_service_linked =
        facts.is_trust() && facts.is_resource("iam", "role/aws-service-role/");
    supported
        && facts.resource.is_some()
        && !facts.is_service_linked()
        && !facts.is_action("kms", "RetireGrant")
        && !assumes_service_linked
}
