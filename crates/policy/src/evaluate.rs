//! The decision (spec 6.3).

use crate::facts::Facts;
use crate::in_force::in_force;
use crate::layers::{By, Decision, Layer, Layers, Policy};
use crate::principal::Grant;
use crate::request::{PrincipalKind, Request, SessionKind};
use crate::restriction::{always_allowed, restriction_of};
use crate::statement::Effect;
use crate::unconfirmed;
use crate::{layers, request};

/// Decides one request against the policies that apply to it. Never fails: a condition that cannot
/// be computed does not match. It allocates only where `StringEqualsIgnoreCase` meets text beyond ASCII.
///
/// ```
/// use policy::{Context, Effect, Kind, Layers, Policy, Principal, PrincipalKind, Request};
///
/// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}}"#;
/// let compiled = policy::compile(&policy::accept(text, Kind::Managed)?, Kind::Managed, &Default::default());
/// let ana = Principal {
///     kind: PrincipalKind::User { name: "ana".into() },
///     partition: "aws".into(),
///     account: "111111111111".into(),
///     arn: "arn:aws:iam::111111111111:user/ana".into(),
///     unique_id: None,
///     session: None,
///     management_account: false,
/// };
/// let request = Request {
///     principal: &ana,
///     action: "s3:GetObject",
///     resource: "arn:aws:s3:::b/k",
///     resource_account: "111111111111",
///     context: &Context::new(),
/// };
/// let identity = [Policy { name: "read", arn: None, compiled: &compiled }];
/// let layers = Layers { identity: &identity, ..Layers::default() };
/// assert_eq!(policy::evaluate(&request, &layers).effect, Effect::Allow);
/// assert_eq!(policy::evaluate(&request, &Layers::default()).effect, Effect::ImplicitDeny);
/// # Ok::<(), policy::Refusal>(())
/// ```
pub fn evaluate(request: &Request, layers: &Layers) -> Decision {
    let facts = Facts::new(request, layers);
    if always_allowed(&facts) {
        return allow(Layer::Service, None);
    }
    if restriction_of(&facts).is_some() {
        return implicit_deny(Layer::Service);
    }
    let layers = in_force(&facts, layers);
    if let Some(denied) = explicit_deny(&facts, &layers) {
        return denied;
    }
    if let Some(missing) = unallowing_guardrail(&facts, &layers) {
        return implicit_deny(missing);
    }
    let granted = Granted::by(&facts, layers.resource);
    match request.principal.kind {
        PrincipalKind::Anonymous
        | PrincipalKind::Service { .. }
        | PrincipalKind::Federated { .. } => granted
            .strongest()
            .map_or(implicit_deny(Layer::Resource), |by| {
                allow(Layer::Resource, Some(by))
            }),
        PrincipalKind::Root
        | PrincipalKind::User { .. }
        | PrincipalKind::RoleSession { .. }
        | PrincipalKind::FederatedUser { .. } => {
            let side = PrincipalSide::of(&facts, &layers);
            if facts.same_account() {
                within_account(&facts, &side, &granted)
            } else {
                across_accounts(&side, &granted)
            }
        }
    }
}

/// The first matching `Deny`, in the order of E-20 (U23).
fn explicit_deny(facts: &Facts, layers: &Layers) -> Option<Decision> {
    let found = |layer, by: By| Decision {
        effect: layers::Effect::ExplicitDeny,
        layer,
        by: Some(by),
    };
    let in_levels = |layer, levels: Option<&[&[Policy]]>| {
        let mut levels = levels.unwrap_or_default().iter().enumerate();
        levels.find_map(|(level, policies)| {
            Some(found(
                layer,
                By {
                    level,
                    ..first(facts, policies, Effect::Deny)?
                },
            ))
        })
    };
    let in_list =
        |layer, policies: &[Policy]| Some(found(layer, first(facts, policies, Effect::Deny)?));
    in_levels(Layer::Scp, layers.scp)
        .or_else(|| in_levels(Layer::Rcp, layers.rcp))
        .or_else(|| in_list(Layer::Endpoint, layers.endpoint.unwrap_or_default()))
        .or_else(|| in_list(Layer::Resource, layers.resource.as_slice()))
        .or_else(|| in_list(Layer::Identity, layers.identity))
        .or_else(|| in_list(Layer::Boundary, layers.boundary.as_slice()))
        .or_else(|| in_list(Layer::Session, layers.session.unwrap_or_default()))
}

/// The guardrail around both sides that does not allow. RCPs always do: `RCPFullAWSAccess` is attached everywhere.
fn unallowing_guardrail(facts: &Facts, layers: &Layers) -> Option<Layer> {
    let allows = |policies: &[Policy]| first(facts, policies, Effect::Allow).is_some();
    if !layers
        .scp
        .unwrap_or_default()
        .iter()
        .all(|level| allows(level))
    {
        return Some(Layer::Scp);
    }
    layers
        .endpoint
        .filter(|policies| !allows(policies))
        .map(|_| Layer::Endpoint)
}

fn within_account(facts: &Facts, side: &PrincipalSide, granted: &Granted) -> Decision {
    if let Some(by) = granted.direct {
        let user = matches!(
            facts.request.principal.kind,
            request::PrincipalKind::User { .. }
        );
        let heeds_boundary = unconfirmed::TRUST_HEEDS_USER_BOUNDARY && facts.is_trust() && user;
        return if heeds_boundary && !side.boundary {
            implicit_deny(Layer::Boundary)
        } else {
            allow(Layer::Resource, Some(by))
        };
    }
    // Such a grant stands in for the identity policies, so only the limits can be missing (6.4 d to f, 6.7 case 15).
    if let Some(by) = granted.through_role_or_user {
        return side
            .first_limit()
            .map_or(allow(Layer::Resource, Some(by)), implicit_deny);
    }
    if facts.needs_resource_policy() && granted.through_account.is_none() {
        return implicit_deny(Layer::Resource);
    }
    match (side.first_missing(), side.identity) {
        (Some(missing), _) => implicit_deny(missing),
        (None, Identity::Granted(by)) => allow(Layer::Identity, Some(by)),
        (None, Identity::Root | Identity::Missing) => allow(Layer::Service, None),
    }
}

/// Both sides must allow, and nothing bypasses the caller's (E-9, E-25).
fn across_accounts(side: &PrincipalSide, granted: &Granted) -> Decision {
    let Some(by) = granted.strongest() else {
        return implicit_deny(Layer::Resource);
    };
    side.first_missing()
        .map_or(allow(Layer::Resource, Some(by)), implicit_deny)
}

/// What the caller's own policies leave.
struct PrincipalSide {
    identity: Identity,
    boundary: bool,
    session: bool,
}

#[derive(Clone, Copy)]
enum Identity {
    /// The root user needs no policy.
    Root,
    Granted(By),
    Missing,
}

impl PrincipalSide {
    fn of(facts: &Facts, layers: &Layers) -> PrincipalSide {
        let principal = facts.request.principal;
        let allows = |policies: &[Policy]| first(facts, policies, Effect::Allow).is_some();
        let identity = match principal.kind {
            PrincipalKind::Root => Identity::Root,
            _ => first(facts, layers.identity, Effect::Allow)
                .map_or(Identity::Missing, Identity::Granted),
        };
        let session = match (layers.session, &principal.kind, principal.session) {
            // A task policy only takes away (spec 6.2).
            (_, PrincipalKind::Root, Some(SessionKind::AssumeRoot)) => true,
            (Some(policies), _, _) => allows(policies),
            // GetFederationToken without a policy gives nothing.
            (None, kind, _) => !matches!(kind, PrincipalKind::FederatedUser { .. }),
        };
        PrincipalSide {
            identity,
            boundary: layers.boundary.is_none_or(|policy| allows(&[policy])),
            session,
        }
    }

    /// E-20.
    fn first_missing(&self) -> Option<Layer> {
        match self.identity {
            Identity::Missing => Some(Layer::Identity),
            Identity::Root | Identity::Granted(_) => self.first_limit(),
        }
    }

    /// The boundary or session policy that does not allow.
    fn first_limit(&self) -> Option<Layer> {
        match (self.boundary, self.session) {
            (false, _) => Some(Layer::Boundary),
            (true, false) => Some(Layer::Session),
            (true, true) => None,
        }
    }
}

/// What the resource's policy grants the caller, by how closely it names the caller: a yes or no is not enough.
#[derive(Default)]
struct Granted {
    direct: Option<By>,
    through_role_or_user: Option<By>,
    through_account: Option<By>,
}

impl Granted {
    fn by(facts: &Facts, resource: Option<Policy>) -> Granted {
        let mut granted = Granted::default();
        let Some(policy) = resource else {
            return granted;
        };
        for (statement, grant) in policy.compiled.matching(Effect::Allow, facts) {
            let slot = match grant {
                Grant::Exact | Grant::Wildcard => &mut granted.direct,
                Grant::UserOfFederation | Grant::RoleOfSession => &mut granted.through_role_or_user,
                Grant::Account => &mut granted.through_account,
            };
            if slot.is_none_or(|by| statement < by.statement) {
                *slot = Some(By {
                    level: 0,
                    policy: 0,
                    statement,
                });
            }
        }
        granted
    }

    fn strongest(&self) -> Option<By> {
        self.direct
            .or(self.through_role_or_user)
            .or(self.through_account)
    }
}

/// The first statement of that effect that speaks of the request.
fn first(facts: &Facts, policies: &[Policy], effect: Effect) -> Option<By> {
    policies.iter().enumerate().find_map(|(policy, given)| {
        let statement = given.compiled.first(effect, facts)?;
        Some(By {
            level: 0,
            policy,
            statement,
        })
    })
}

fn allow(layer: Layer, by: Option<By>) -> Decision {
    Decision {
        effect: layers::Effect::Allow,
        layer,
        by,
    }
}

fn implicit_deny(layer: Layer) -> Decision {
    Decision {
        effect: layers::Effect::ImplicitDeny,
        layer,
        by: None,
    }
}
