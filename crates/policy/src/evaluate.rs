//! The decision (spec 6.3).

use crate::facts::Facts;
use crate::in_force::{has_resource_policy, in_force};
use crate::layers::{By, Decision, Layer, Layers, Policy};
use crate::principal::Grant;
use crate::request::{PrincipalKind, Request, SessionKind};
use crate::restriction::{always_allowed, restriction_of};
use crate::statement::Effect;
use crate::unconfirmed;
use crate::{layers, request};

/// Decides one request against the policies that apply to it. Never fails: a condition that cannot
/// be computed does not match. It allocates nothing.
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
    decide(&Facts::new(request, layers), layers, &AsGiven)
}

/// What differs from the policies that were given.
pub(crate) trait Edits {
    /// The statement, if one is added, that allows everything in a layer, or at a level of the SCPs.
    fn added(&self, layer: Layer, level: usize) -> Option<By>;

    /// Whether a statement is left out.
    fn drops(&self, layer: Layer, by: By) -> bool;
}

/// Nothing differs.
struct AsGiven;

impl Edits for AsGiven {
    fn added(&self, _: Layer, _: usize) -> Option<By> {
        None
    }

    fn drops(&self, _: Layer, _: By) -> bool {
        false
    }
}

/// Decides a request as if the policies had been edited.
pub(crate) fn decide(facts: &Facts, layers: &Layers, edits: &impl Edits) -> Decision {
    if always_allowed(facts) {
        return allow(Layer::Service, None);
    }
    if restriction_of(facts).is_some() {
        return implicit_deny(Layer::Service);
    }
    let layers = in_force(facts, layers);
    if let Some(denied) = explicit_deny(facts, &layers, edits) {
        return denied;
    }
    if let Some(missing) = unallowing_guardrail(facts, &layers, edits) {
        return implicit_deny(missing);
    }
    let granted = Granted::by(facts, layers.resource, edits);
    match facts.request.principal.kind {
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
            let side = PrincipalSide::of(facts, &layers, edits);
            if facts.same_account() {
                within_account(facts, &side, &granted)
            } else {
                across_accounts(&side, &granted)
            }
        }
    }
}

/// What the caller's own policies lack, whatever the resource's policy grants.
pub(crate) fn missing_of_caller(facts: &Facts, layers: &Layers) -> Option<Layer> {
    match facts.request.principal.kind {
        PrincipalKind::Anonymous
        | PrincipalKind::Service { .. }
        | PrincipalKind::Federated { .. } => None,
        PrincipalKind::Root
        | PrincipalKind::User { .. }
        | PrincipalKind::RoleSession { .. }
        | PrincipalKind::FederatedUser { .. } => {
            PrincipalSide::of(facts, &in_force(facts, layers), &AsGiven).first_missing()
        }
    }
}

/// The first matching `Deny`, in the order of E-20 (U23).
fn explicit_deny(facts: &Facts, layers: &Layers, edits: &impl Edits) -> Option<Decision> {
    let in_list = |layer, level, policies: &[Policy]| {
        let by = first(facts, (layer, level), policies, Effect::Deny, edits)?;
        Some(Decision {
            effect: layers::Effect::ExplicitDeny,
            layer,
            by: Some(by),
        })
    };
    let in_levels = |layer, levels: Option<&[&[Policy]]>| {
        let mut levels = levels.unwrap_or_default().iter().enumerate();
        levels.find_map(|(level, policies)| in_list(layer, level, policies))
    };
    in_levels(Layer::Scp, layers.scp)
        .or_else(|| in_levels(Layer::Rcp, layers.rcp))
        .or_else(|| in_list(Layer::Endpoint, 0, layers.endpoint.unwrap_or_default()))
        .or_else(|| in_list(Layer::Resource, 0, layers.resource.as_slice()))
        .or_else(|| in_list(Layer::Identity, 0, layers.identity))
        .or_else(|| in_list(Layer::Boundary, 0, layers.boundary.as_slice()))
        .or_else(|| in_list(Layer::Session, 0, layers.session.unwrap_or_default()))
}

/// The guardrail around both sides that does not allow. RCPs always do: `RCPFullAWSAccess` is attached everywhere.
fn unallowing_guardrail(facts: &Facts, layers: &Layers, edits: &impl Edits) -> Option<Layer> {
    let allows = |layer, level, policies: &[Policy]| {
        first(facts, (layer, level), policies, Effect::Allow, edits).is_some()
    };
    let mut levels = layers.scp.unwrap_or_default().iter().enumerate();
    if !levels.all(|(level, policies)| allows(Layer::Scp, level, policies)) {
        return Some(Layer::Scp);
    }
    layers
        .endpoint
        .filter(|policies| !allows(Layer::Endpoint, 0, policies))
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
    fn of(facts: &Facts, layers: &Layers, edits: &impl Edits) -> PrincipalSide {
        let principal = facts.request.principal;
        let allowing =
            |layer, policies: &[Policy]| first(facts, (layer, 0), policies, Effect::Allow, edits);
        let identity = match principal.kind {
            PrincipalKind::Root => Identity::Root,
            _ => allowing(Layer::Identity, layers.identity)
                .map_or(Identity::Missing, Identity::Granted),
        };
        let session = match (layers.session, &principal.kind, principal.session) {
            // A task policy only takes away (spec 6.2).
            (_, PrincipalKind::Root, Some(SessionKind::AssumeRoot)) => true,
            // GetFederationToken without a policy gives nothing, nor does a delegation.
            (None, kind, session)
                if !matches!(kind, PrincipalKind::FederatedUser { .. })
                    && session != Some(SessionKind::Delegated) =>
            {
                true
            }
            (policies, _, _) => allowing(Layer::Session, policies.unwrap_or_default()).is_some(),
        };
        let boundary = layers
            .boundary
            .is_none_or(|policy| allowing(Layer::Boundary, &[policy]).is_some());
        PrincipalSide {
            identity,
            boundary,
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
    fn by(facts: &Facts, resource: Option<Policy>, edits: &impl Edits) -> Granted {
        let mut granted = Granted::default();
        // What names a delegated caller names the approver too, and the request's policy binds all the same.
        let delegated = facts.request.principal.session == Some(SessionKind::Delegated);
        let statements = resource
            .iter()
            .flat_map(|policy| policy.compiled.matching(Effect::Allow, facts));
        for (statement, grant) in statements {
            let slot = match grant {
                Grant::Exact | Grant::Wildcard if !delegated => &mut granted.direct,
                Grant::Exact | Grant::Wildcard => &mut granted.through_role_or_user,
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
        if let Some(added) = edits.added(Layer::Resource, 0)
            && has_resource_policy(facts)
        {
            let slot = if delegated {
                &mut granted.through_role_or_user
            } else {
                &mut granted.direct
            };
            slot.get_or_insert(added);
        }
        granted
    }

    fn strongest(&self) -> Option<By> {
        self.direct
            .or(self.through_role_or_user)
            .or(self.through_account)
    }
}

/// The first statement of that effect that speaks of the request; the place is a layer and its level.
fn first(
    facts: &Facts,
    (layer, level): (Layer, usize),
    policies: &[Policy],
    effect: Effect,
    edits: &impl Edits,
) -> Option<By> {
    let mut policies = policies.iter().enumerate();
    let found = policies.find_map(|(policy, given)| {
        let by = |statement| By {
            level,
            policy,
            statement,
        };
        let dropped = |statement| edits.drops(layer, by(statement));
        given.compiled.first(effect, facts, dropped).map(by)
    });
    match effect {
        Effect::Allow => found.or_else(|| edits.added(layer, level)),
        Effect::Deny => found,
    }
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
