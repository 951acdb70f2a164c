//! Callers, resources and policies of the specs, by name, and the ways from them to the crate's types.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use policy::{
    CompiledPolicy, Context, Document, Effect, Kind, Layers, Policy, Principal, PrincipalKind,
    Request, SessionKind,
};
use serde_json::{Value, json};

use crate::naive::{Named, World};

/// The `json fixtures` block of a spec.
#[derive(Default)]
pub(crate) struct Fixtures {
    callers: BTreeMap<String, Principal>,
    resources: BTreeMap<String, (String, String)>,
    policies: BTreeMap<String, Value>,
    bindings: BTreeMap<String, String>,
}

impl Fixtures {
    pub(crate) fn read(text: &str) -> Fixtures {
        let Some((_, rest)) = text.split_once("```json fixtures\n") else {
            return Fixtures::default();
        };
        let json: Value = serde_json::from_str(rest.split_once("```").unwrap().0).unwrap();
        let map = |name: &str| json[name].as_object().unwrap().clone().into_iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Fixtures {
            callers: map("callers")
                .map(|(name, value)| (name, principal(&value)))
                .collect(),
            resources: map("resources")
                .map(|(name, pair)| (name, (text(&pair[0]), text(&pair[1]))))
                .collect(),
            policies: map("policies").collect(),
            bindings: map("bindings").map(|(arn, id)| (arn, text(&id))).collect(),
        }
    }

    pub(crate) fn caller(&self, name: &str) -> &Principal {
        self.callers
            .get(name)
            .unwrap_or_else(|| panic!("no caller {name}"))
    }

    /// Puts a row's question: caller, action and resource, policies, context.
    pub(crate) fn ask<R>(
        &self,
        caller: &str,
        request: &str,
        in_force: &str,
        cx: &str,
        answer: impl FnOnce(&Request, &Layers, &World) -> R,
    ) -> R {
        let principal = self.caller(caller);
        let (action, resource) = request.split_once(' ').unwrap();
        let (resource, owner) = self
            .resources
            .get(resource)
            .unwrap_or_else(|| panic!("no resource {resource}"));
        let mut cx = context(cx);
        cx.fill(principal, owner);
        let request = Request {
            principal,
            action,
            resource,
            resource_account: owner,
            context: &cx,
        };
        let world = self.world(in_force);
        with_layers(&world, |layers| answer(&request, layers, &world))
    }

    fn world(&self, in_force: &str) -> World {
        let mut world = World {
            bindings: self.bindings.clone(),
            ..World::default()
        };
        for part in in_force
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (layer, names) = part.split_once(' ').unwrap();
            let mut levels: Vec<Vec<Named>> =
                names.split(" / ").map(|level| self.list(level)).collect();
            match layer {
                "identity" => world.identity = levels.remove(0),
                "boundary" => world.boundary = Some(levels.remove(0).remove(0)),
                "session" => world.session = Some(levels.remove(0)),
                "resource" => world.resource = Some(levels.remove(0).remove(0)),
                "scp" => world.scp = Some(levels),
                "rcp" => world.rcp = Some(levels),
                "endpoint" => world.endpoint = Some(levels.remove(0)),
                _ => panic!("no layer {layer}"),
            }
        }
        world
    }

    fn list(&self, names: &str) -> Vec<Named> {
        let named = |name: &str| {
            let plain = name.trim_end_matches('!');
            let statement = self
                .policies
                .get(plain)
                .unwrap_or_else(|| panic!("no policy {plain}"));
            let mut statement = statement.clone();
            if plain.starts_with("trust") {
                statement.as_object_mut().unwrap().remove("Resource");
            }
            Named {
                name: plain.to_owned(),
                arn: name
                    .ends_with('!')
                    .then(|| format!("arn:aws:iam::111111111111:policy/{plain}")),
                document: json!({"Version": "2012-10-17", "Statement": statement}),
            }
        };
        names
            .split(',')
            .map(str::trim)
            .filter(|name| *name != "none")
            .map(named)
            .collect()
    }
}

/// Compiles a world and lends its layers.
pub(crate) fn with_layers<R>(world: &World, read: impl FnOnce(&Layers) -> R) -> R {
    let compiled = |kind: Kind, named: &Named| -> CompiledPolicy {
        let document = Document::parse(&named.document.to_string()).unwrap();
        policy::compile(&document, kind, &world.bindings)
    };
    let list = |kind: Kind, list: &[Named]| -> Vec<CompiledPolicy> {
        list.iter().map(|it| compiled(kind, it)).collect()
    };
    let levels =
        |kind: Kind, levels: &Option<Vec<Vec<Named>>>| -> Option<Vec<Vec<CompiledPolicy>>> {
            levels
                .as_ref()
                .map(|levels| levels.iter().map(|level| list(kind, level)).collect())
        };
    let identity = list(Kind::Identity, &world.identity);
    let boundary = world
        .boundary
        .as_ref()
        .map(|named| compiled(Kind::Boundary, named));
    let session = world
        .session
        .as_ref()
        .map(|policies| list(Kind::Session, policies));
    let resource = world
        .resource
        .as_ref()
        .map(|named| compiled(world.resource_kind(), named));
    let endpoint = world
        .endpoint
        .as_ref()
        .map(|policies| list(Kind::Endpoint, policies));
    let (scp, rcp) = (levels(Kind::Scp, &world.scp), levels(Kind::Rcp, &world.rcp));

    let identity = lend(&world.identity, &identity);
    let session = session
        .as_ref()
        .map(|compiled| lend(world.session.as_ref().unwrap(), compiled));
    let endpoint = endpoint
        .as_ref()
        .map(|compiled| lend(world.endpoint.as_ref().unwrap(), compiled));
    let scp = lend_levels(&world.scp, &scp);
    let rcp = lend_levels(&world.rcp, &rcp);
    let scp: Option<Vec<&[Policy]>> = scp
        .as_ref()
        .map(|levels| levels.iter().map(Vec::as_slice).collect());
    let rcp: Option<Vec<&[Policy]>> = rcp
        .as_ref()
        .map(|levels| levels.iter().map(Vec::as_slice).collect());
    let one = |named: &'_ Option<Named>| {
        named
            .as_ref()
            .map(|named| (named.name.clone(), named.arn.clone()))
    };
    let (boundary_names, resource_names) = (one(&world.boundary), one(&world.resource));
    read(&Layers {
        identity: &identity,
        boundary: boundary
            .as_ref()
            .zip(boundary_names.as_ref())
            .map(|(compiled, (name, arn))| Policy {
                name,
                arn: arn.as_deref(),
                compiled,
            }),
        session: session.as_deref(),
        resource: resource
            .as_ref()
            .zip(resource_names.as_ref())
            .map(|(compiled, (name, arn))| Policy {
                name,
                arn: arn.as_deref(),
                compiled,
            }),
        scp: scp.as_deref(),
        rcp: rcp.as_deref(),
        endpoint: endpoint.as_deref(),
    })
}

fn lend<'a>(named: &'a [Named], compiled: &'a [CompiledPolicy]) -> Vec<Policy<'a>> {
    let policy = |(named, compiled): (&'a Named, &'a CompiledPolicy)| Policy {
        name: &named.name,
        arn: named.arn.as_deref(),
        compiled,
    };
    named.iter().zip(compiled).map(policy).collect()
}

fn lend_levels<'a>(
    named: &'a Option<Vec<Vec<Named>>>,
    compiled: &'a Option<Vec<Vec<CompiledPolicy>>>,
) -> Option<Vec<Vec<Policy<'a>>>> {
    let (named, compiled) = (named.as_ref()?, compiled.as_ref()?);
    Some(
        named
            .iter()
            .zip(compiled)
            .map(|(named, compiled)| lend(named, compiled))
            .collect(),
    )
}

/// Whether the one statement of a document speaks of a request: an `Allow` then allows, a `Deny` denies.
pub(crate) fn speaks(request: &Request, document: &Document, kind: Kind, effect: &str) -> bool {
    let everything = |kind| {
        let text = if matches!(kind, Kind::Resource | Kind::Endpoint) {
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#
        } else {
            r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
        };
        policy::compile(&Document::parse(text).unwrap(), kind, &BTreeMap::new())
    };
    let (compiled, all) = (
        policy::compile(document, kind, &BTreeMap::new()),
        everything(Kind::Identity),
    );
    let policy = Policy {
        name: "tested",
        arn: None,
        compiled: &compiled,
    };
    let identity = [Policy {
        name: "all",
        arn: None,
        compiled: &all,
    }];
    let (tested, role) = ([policy], role_session());
    let level: [&[Policy]; 1] = [&tested];
    let base = Layers {
        identity: &identity,
        ..Layers::default()
    };
    let (layers, principal) = match kind {
        Kind::Identity | Kind::Managed => (
            Layers {
                identity: &tested,
                ..base
            },
            request.principal,
        ),
        Kind::Boundary => (
            Layers {
                boundary: Some(policy),
                ..base
            },
            request.principal,
        ),
        Kind::Session => (
            Layers {
                session: Some(&tested),
                ..base
            },
            &role,
        ),
        Kind::Resource | Kind::Trust => (
            Layers {
                identity: &[],
                resource: Some(policy),
                ..base
            },
            request.principal,
        ),
        Kind::Scp => (
            Layers {
                scp: Some(&level),
                ..base
            },
            request.principal,
        ),
        Kind::Rcp => (
            Layers {
                rcp: Some(&level),
                ..base
            },
            request.principal,
        ),
        Kind::Endpoint => (
            Layers {
                endpoint: Some(&tested),
                ..base
            },
            request.principal,
        ),
    };
    let decision = policy::evaluate(
        &Request {
            principal,
            ..*request
        },
        &layers,
    );
    decision.effect
        == if effect == "Deny" {
            Effect::ExplicitDeny
        } else {
            Effect::Allow
        }
}

/// A document of one statement with those elements, as they are written, and what else its kind needs.
pub(crate) fn statement_document(
    kind: Kind,
    version: &str,
    effect: &str,
    elements: &BTreeMap<&str, &str>,
) -> String {
    let given = |name: &str| {
        elements
            .keys()
            .any(|element| element.trim_start_matches("Not") == name)
    };
    let mut statement = format!(r#""Effect":"{effect}""#);
    for name in ["Action", "Resource"].iter().filter(|name| !given(name)) {
        write!(statement, r#","{name}":"*""#).unwrap();
    }
    if matches!(kind, Kind::Resource | Kind::Endpoint) {
        statement.push_str(r#","Principal":"*""#);
    }
    for (name, text) in elements {
        write!(statement, r#","{name}":{text}"#).unwrap();
    }
    format!(r#"{{"Version":"{version}","Statement":{{{statement}}}}}"#)
}

pub(crate) fn context(text: &str) -> Context {
    let mut cx = Context::new();
    let json: Value = if text.is_empty() {
        json!({})
    } else {
        serde_json::from_str(text).unwrap()
    };
    for (key, value) in json.as_object().unwrap() {
        match value {
            Value::String(text) => cx.insert(key, text.as_str()),
            Value::Array(list) => {
                cx.insert_many(key, list.iter().map(|value| value.as_str().unwrap().into()))
            }
            other => panic!("{other}"),
        }
    }
    cx
}

pub(crate) fn kind(text: &str) -> Kind {
    match text {
        "identity" => Kind::Identity,
        "managed" => Kind::Managed,
        "boundary" => Kind::Boundary,
        "session" => Kind::Session,
        "trust" => Kind::Trust,
        "resource" => Kind::Resource,
        "scp" => Kind::Scp,
        "rcp" => Kind::Rcp,
        "endpoint" => Kind::Endpoint,
        _ => panic!("no kind {text}"),
    }
}

pub(crate) fn user() -> Principal {
    principal(&json!({"arn": "arn:aws:iam::111111111111:user/u"}))
}

fn role_session() -> Principal {
    principal(&json!({
        "arn": "arn:aws:sts::111111111111:assumed-role/r/s", "role": "arn:aws:iam::111111111111:role/r",
    }))
}

/// A caller, from the form that decision records give it.
pub(crate) fn principal(json: &Value) -> Principal {
    let text = |name: &str| json[name].as_str();
    let arn = text("arn")
        .or(text("service"))
        .or(text("federated"))
        .unwrap_or("anonymous");
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let resource = parts.get(5).copied().unwrap_or_default();
    let last = resource.rsplit('/').next().unwrap();
    let kind = if let Some(name) = text("service") {
        PrincipalKind::Service { name: name.into() }
    } else if let Some(provider) = text("federated") {
        PrincipalKind::Federated {
            provider: provider.into(),
        }
    } else if json["anonymous"] == true {
        PrincipalKind::Anonymous
    } else if resource == "root" {
        PrincipalKind::Root
    } else if resource.starts_with("user/") {
        PrincipalKind::User { name: last.into() }
    } else if resource.starts_with("federated-user/") {
        PrincipalKind::FederatedUser {
            name: last.into(),
            issuer_arn: text("issuer").map(Into::into),
            issuer_id: text("issuerId").map(Into::into),
        }
    } else {
        PrincipalKind::RoleSession {
            role_arn: text("role").unwrap().into(),
            session_name: last.into(),
            service_linked: json["serviceLinkedRole"] == true,
        }
    };
    Principal {
        kind,
        partition: parts.get(1).copied().unwrap_or("aws").into(),
        account: parts.get(4).copied().unwrap_or_default().into(),
        arn: arn.into(),
        unique_id: text("id").map(Into::into),
        session: text("session").map(|session| match session {
            "getSessionToken" => SessionKind::GetSessionToken,
            "delegated" => SessionKind::Delegated,
            _ => SessionKind::AssumeRoot,
        }),
        management_account: json["managementAccount"] == true,
    }
}
