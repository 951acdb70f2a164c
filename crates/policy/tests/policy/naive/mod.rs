//! A second evaluator, written from the specification for reading and not for speed: it works on the JSON of the
//! policies and shares no code with the first.

mod conditions;
mod pattern;
mod statements;

use std::collections::BTreeMap;

use policy::{Effect, Kind, Layer, PrincipalKind, Request, SessionKind, Value as Key};
use serde_json::Value;

use self::statements::Asked;

/// A policy with its names.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) arn: Option<String>,
    pub(crate) document: Value,
}

/// Everything in force.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) identity: Vec<Named>,
    pub(crate) boundary: Option<Named>,
    pub(crate) session: Option<Vec<Named>>,
    pub(crate) resource: Option<Named>,
    pub(crate) scp: Option<Vec<Vec<Named>>>,
    pub(crate) rcp: Option<Vec<Vec<Named>>>,
    pub(crate) endpoint: Option<Vec<Named>>,
    pub(crate) bindings: BTreeMap<String, String>,
}

impl World {
    /// What the policy of the resource is: a role's trust policy, if its name says so.
    pub(crate) fn resource_kind(&self) -> Kind {
        let trust = self
            .resource
            .as_ref()
            .is_some_and(|named| named.name.starts_with("trust"));
        if trust { Kind::Trust } else { Kind::Resource }
    }
}

/// Spec 6.3.
pub(crate) fn decide(request: &Request, world: &World) -> (Effect, Layer) {
    use Effect::{Allow, ExplicitDeny, ImplicitDeny};
    let action = request.action.to_lowercase();
    let caller = request.principal;
    let anonymous = matches!(
        caller.kind,
        PrincipalKind::Anonymous | PrincipalKind::Federated { .. }
    );
    if action == "sts:getcalleridentity" && !anonymous {
        return (Allow, Layer::Service);
    }
    let long_term = matches!(
        caller.kind,
        PrincipalKind::User { .. } | PrincipalKind::Root
    ) && caller.session.is_none();
    if action == "sts:getsessiontoken" && long_term {
        return (Allow, Layer::Service);
    }
    if protected(&action, request.resource) || restricted(request, &action) {
        return (ImplicitDeny, Layer::Service);
    }

    let service = action.split(':').next().unwrap();
    let is_root = caller.kind == PrincipalKind::Root;
    let task = caller.session == Some(SessionKind::AssumeRoot);
    let (role, linked) = match caller.kind {
        PrincipalKind::RoleSession { service_linked, .. } => (true, service_linked),
        _ => (false, false),
    };
    let user = matches!(caller.kind, PrincipalKind::User { .. });
    let federated = matches!(caller.kind, PrincipalKind::FederatedUser { .. });
    let delegated = caller.session == Some(SessionKind::Delegated);
    let unlock = [
        "s3:deletebucketpolicy",
        "s3:getbucketpolicy",
        "s3:putbucketpolicy",
        "sqs:getqueueattributes",
        "sqs:setqueueattributes",
    ];

    let asked = Asked {
        request,
        world,
        bounded: world.boundary.is_some() && (user || role || federated) && !linked,
    };
    let identity: &[Named] = if user || role || federated {
        &world.identity
    } else {
        &[]
    };
    let boundary = world
        .boundary
        .as_ref()
        .filter(|_| (user || role || federated) && !linked);
    let session = world
        .session
        .as_ref()
        .filter(|_| (role && !linked) || federated || task || delegated);
    let resource = world
        .resource
        .as_ref()
        .filter(|_| service != "iam" && !(task && unlock.contains(&action.as_str())));
    let scp_applies =
        (user || role || federated || is_root) && !linked && !caller.management_account;
    let scp = world.scp.as_ref().filter(|_| scp_applies);
    let trust_call = is_trust(request, &action);
    let becomes_linked = trust_call && request.resource.contains(":role/aws-service-role/");
    let rcp_services = ["s3", "sts", "kms", "sqs"];
    let rcp = world.rcp.as_ref().filter(|_| {
        rcp_services.contains(&service)
            && request.resource.starts_with("arn:")
            && !linked
            && action != "kms:retiregrant"
            && !becomes_linked
    });

    let denies = |kind, policies: Vec<&Named>| {
        policies
            .into_iter()
            .any(|named| !asked.matching(kind, named, "Deny").is_empty())
    };
    let allows = |kind, policies: &[Named]| {
        policies
            .iter()
            .any(|named| !asked.matching(kind, named, "Allow").is_empty())
    };
    let resource_kind = world.resource_kind();
    for (layer, denied) in [
        (
            Layer::Scp,
            denies(Kind::Scp, scp.into_iter().flatten().flatten().collect()),
        ),
        (
            Layer::Rcp,
            denies(Kind::Rcp, rcp.into_iter().flatten().flatten().collect()),
        ),
        (
            Layer::Endpoint,
            denies(Kind::Endpoint, world.endpoint.iter().flatten().collect()),
        ),
        (
            Layer::Resource,
            denies(resource_kind, resource.into_iter().collect()),
        ),
        (
            Layer::Identity,
            denies(Kind::Identity, identity.iter().collect()),
        ),
        (
            Layer::Boundary,
            denies(Kind::Boundary, boundary.into_iter().collect()),
        ),
        (
            Layer::Session,
            denies(Kind::Session, session.into_iter().flatten().collect()),
        ),
    ] {
        if denied {
            return (ExplicitDeny, layer);
        }
    }
    if scp
        .into_iter()
        .flatten()
        .any(|level| !allows(Kind::Scp, level))
    {
        return (ImplicitDeny, Layer::Scp);
    }
    if world
        .endpoint
        .as_ref()
        .is_some_and(|endpoint| !allows(Kind::Endpoint, endpoint))
    {
        return (ImplicitDeny, Layer::Endpoint);
    }

    let grants = resource.map_or_else(Vec::new, |named| {
        asked.matching(resource_kind, named, "Allow")
    });
    let has = |wanted: &[&str]| grants.iter().any(|grant| wanted.contains(grant));
    if !(user || role || federated || is_root) {
        return (
            if grants.is_empty() {
                ImplicitDeny
            } else {
                Allow
            },
            Layer::Resource,
        );
    }

    let i = is_root || allows(Kind::Identity, identity);
    let b = boundary.is_none_or(|named| allows(Kind::Boundary, std::slice::from_ref(named)));
    let s = match session {
        _ if task => true,
        Some(list) => allows(Kind::Session, list),
        None => !federated && !delegated,
    };
    let missing = |with_identity: bool| match (i || !with_identity, b, s) {
        (false, _, _) => Some(Layer::Identity),
        (_, false, _) => Some(Layer::Boundary),
        (_, _, false) => Some(Layer::Session),
        _ => None,
    };
    let own = if is_root {
        Layer::Service
    } else {
        Layer::Identity
    };
    if caller.account == owner(request) {
        let kms_key = service == "kms"
            && part(request.resource, 2) == "kms"
            && part(request.resource, 5).starts_with("key/");
        if has(&["Exact", "Wildcard"]) && !delegated {
            return if trust_call && user && !b {
                (ImplicitDeny, Layer::Boundary)
            } else {
                (Allow, Layer::Resource)
            };
        }
        if has(&["RoleOfSession", "UserOfFederation", "Exact", "Wildcard"]) {
            return missing(false).map_or((Allow, Layer::Resource), |layer| (ImplicitDeny, layer));
        }
        if (trust_call || kms_key) && !has(&["Account"]) {
            return (ImplicitDeny, Layer::Resource);
        }
        missing(true).map_or((Allow, own), |layer| (ImplicitDeny, layer))
    } else if grants.is_empty() {
        (ImplicitDeny, Layer::Resource)
    } else {
        missing(true).map_or((Allow, Layer::Resource), |layer| (ImplicitDeny, layer))
    }
}

/// M-19.
fn owner<'a>(request: &'a Request) -> &'a str {
    let named = part(request.resource, 4);
    if named.len() == 12 && named.chars().all(|c| c.is_ascii_digit()) {
        named
    } else {
        request.resource_account
    }
}

fn is_trust(request: &Request, action: &str) -> bool {
    let actions = [
        "assumerole",
        "assumerolewithsaml",
        "assumerolewithwebidentity",
        "tagsession",
        "setsourceidentity",
        "setcontext",
    ];
    action
        .strip_prefix("sts:")
        .is_some_and(|name| actions.contains(&name))
        && part(request.resource, 2) == "iam"
        && part(request.resource, 5).starts_with("role/")
}

/// M-46 to M-48.
fn protected(action: &str, resource: &str) -> bool {
    let role_writes = "addroletoinstanceprofile attachrolepolicy createrole deleterole deleterolepermissionsboundary \
        deleterolepolicy detachrolepolicy passrole putrolepermissionsboundary putrolepolicy removerolefrominstanceprofile \
        tagrole untagrole updateassumerolepolicy updaterole updateroledescription";
    let policy_write = action.starts_with("iam:createpolicy")
        || action.starts_with("iam:deletepolicy")
        || [
            "iam:setdefaultpolicyversion",
            "iam:tagpolicy",
            "iam:untagpolicy",
        ]
        .contains(&action);
    let is = |service: &str, prefix: &str| {
        part(resource, 2) == service && part(resource, 5).starts_with(prefix)
    };
    (is("iam", "policy/") && part(resource, 4) == "aws" && policy_write)
        || (is("iam", "role/aws-reserved/")
            && action
                .strip_prefix("iam:")
                .is_some_and(|name| role_writes.split_whitespace().any(|write| write == name)))
        || (is("kms", "alias/aws/")
            && ["kms:createalias", "kms:updatealias", "kms:deletealias"].contains(&action))
}

/// Spec 7.2.
fn restricted(request: &Request, action: &str) -> bool {
    let (service, name) = action.split_once(':').unwrap_or(("", action));
    let mfa = matches!(request.context.get("aws:MultiFactorAuthPresent"), Some(Key::Single(text)) if text.eq_ignore_ascii_case("true"));
    let (iam, sts) = (service == "iam" && name != "passrole", service == "sts");
    match (&request.principal.kind, request.principal.session) {
        (PrincipalKind::FederatedUser { .. }, _) => iam || (sts && name != "getcalleridentity"),
        (PrincipalKind::RoleSession { .. }, _) => {
            sts && ["getsessiontoken", "getfederationtoken"].contains(&name)
        }
        (PrincipalKind::Root, None | Some(SessionKind::Delegated))
            if sts && ["assumerole", "assumeroot"].contains(&name) =>
        {
            true
        }
        (_, Some(SessionKind::Delegated)) => {
            sts && ["getsessiontoken", "getfederationtoken"].contains(&name)
        }
        (PrincipalKind::Root, None) => sts && ["assumerole", "assumeroot"].contains(&name),
        (kind, Some(SessionKind::GetSessionToken)) => {
            let tags = [
                "tagsession",
                "setsourceidentity",
                "setcontext",
                "getcalleridentity",
            ];
            let assumes = name == "assumerole" && *kind != PrincipalKind::Root;
            (iam && !mfa) || (sts && !assumes && !tags.contains(&name))
        }
        _ => false,
    }
}

fn part(arn: &str, index: usize) -> &str {
    if arn.starts_with("arn:") {
        arn.splitn(6, ':').nth(index).unwrap_or("")
    } else {
        ""
    }
}
