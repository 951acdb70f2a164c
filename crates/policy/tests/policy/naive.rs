//! A second evaluator, written from the specification for reading and not for speed: it works on the JSON of the
//! policies and shares no code with the first.

use std::collections::BTreeMap;
use std::net::IpAddr;

use policy::{Context, Effect, Kind, Layer, PrincipalKind, Request, SessionKind, Value as Key};
use serde_json::Value;

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
        bounded: world.boundary.is_some(),
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
        .filter(|_| (role && !linked) || federated || task);
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
        None => !federated,
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
        if has(&["Exact", "Wildcard"]) {
            return if trust_call && user && !b {
                (ImplicitDeny, Layer::Boundary)
            } else {
                (Allow, Layer::Resource)
            };
        }
        if has(&["RoleOfSession", "UserOfFederation"]) {
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
    let (iam, sts) = (service == "iam", service == "sts");
    match (&request.principal.kind, request.principal.session) {
        (PrincipalKind::FederatedUser { .. }, _) => iam || (sts && name != "getcalleridentity"),
        (PrincipalKind::RoleSession { .. }, _) => {
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

/// A request and what it is decided against.
struct Asked<'a> {
    request: &'a Request<'a>,
    world: &'a World,
    bounded: bool,
}

impl Asked<'_> {
    /// The grant kinds of the statements of an effect that match; policies of callers grant `Exact`.
    fn matching(&self, kind: Kind, named: &Named, effect: &str) -> Vec<&'static str> {
        let version = named.document["Version"] == "2012-10-17";
        let statements = bare_or_list(&named.document["Statement"]);
        let of_effect = statements
            .iter()
            .filter(|statement| statement["Effect"] == effect);
        of_effect
            .filter_map(|statement| self.statement(kind, statement, version))
            .collect()
    }

    fn statement(&self, kind: Kind, statement: &Value, version: bool) -> Option<&'static str> {
        let grant = match kind {
            Kind::Resource | Kind::Trust | Kind::Rcp | Kind::Endpoint => {
                self.principal(statement)?
            }
            _ => "Exact",
        };
        let fits = self.action(statement)
            && self.resource(kind, statement, version)
            && self.conditions(statement, version);
        fits.then_some(grant)
    }

    /// Spec 2.1.
    fn action(&self, statement: &Value) -> bool {
        let listed = |element: &Value| {
            texts(element)
                .iter()
                .any(|pattern| self.one_action(pattern))
        };
        match (statement.get("Action"), statement.get("NotAction")) {
            (Some(element), _) => listed(element),
            (None, Some(element)) => !listed(element),
            (None, None) => false,
        }
    }

    fn one_action(&self, pattern: &str) -> bool {
        if pattern == "*" {
            return true;
        }
        let [service, name] = pattern.split(':').collect::<Vec<_>>()[..] else {
            return false;
        };
        if name.is_empty() || pattern.contains(char::is_whitespace) || service.contains(['*', '?'])
        {
            return false;
        }
        glob(
            &wild(&pattern.to_ascii_lowercase()),
            &units(&self.request.action.to_ascii_lowercase()),
        )
    }

    /// Spec 2.2.
    fn resource(&self, kind: Kind, statement: &Value, version: bool) -> bool {
        let verdicts = |element: &Value| -> Vec<Option<bool>> {
            texts(element)
                .iter()
                .map(|pattern| self.one_resource(kind, pattern, version))
                .collect()
        };
        match (statement.get("Resource"), statement.get("NotResource")) {
            (Some(element), _) => verdicts(element).contains(&Some(true)),
            (None, Some(element)) => verdicts(element)
                .iter()
                .all(|verdict| *verdict == Some(false)),
            (None, None) => matches!(kind, Kind::Trust | Kind::Resource),
        }
    }

    /// `None`: the pattern cannot be read.
    fn one_resource(&self, kind: Kind, pattern: &str, version: bool) -> Option<bool> {
        if !pattern.is_empty() && pattern.chars().all(|c| c == '*') {
            return Some(true);
        }
        let mut parts: Vec<&str> = pattern.splitn(6, ':').collect();
        let readable = match kind {
            _ if parts.len() == 6 => true,
            Kind::Identity | Kind::Managed | Kind::Boundary | Kind::Session => true,
            Kind::Resource | Kind::Endpoint | Kind::Trust => pattern.contains(['*', '?']),
            Kind::Scp => pattern.ends_with('*'),
            Kind::Rcp => false,
        };
        if !readable {
            return None;
        }
        parts.resize(6, "*");
        let last = expand(parts[5], version, true, self.request.context)?;
        if self.request.resource == "*" {
            return Some(glob(&wild(pattern), &units("*")));
        }
        let actual: Vec<&str> = self.request.resource.splitn(6, ':').collect();
        if actual.len() < 6 || actual[0] != "arn" {
            return Some(false);
        }
        let head = (0..5).all(|n| {
            glob(
                &wild(&parts[n].to_ascii_lowercase()),
                &units(&actual[n].to_ascii_lowercase()),
            )
        });
        Some(head && glob(&last, &units(actual[5])))
    }

    /// Spec 2.5 and 2.6.
    fn principal(&self, statement: &Value) -> Option<&'static str> {
        let caller = self.request.principal;
        if let Some(element) = statement.get("Principal") {
            return self
                .grants(element)
                .into_iter()
                .max_by_key(|grant| rank(grant));
        }
        let grants = self.grants(statement.get("NotPrincipal")?);
        let spared = if statement["Effect"] == "Allow" {
            !grants.is_empty()
        } else if self.bounded {
            false
        } else if grants.contains(&"Wildcard") {
            true
        } else {
            match caller.kind {
                PrincipalKind::User { .. }
                | PrincipalKind::RoleSession { .. }
                | PrincipalKind::FederatedUser { .. } => {
                    grants.contains(&"Account") && grants.iter().any(|grant| *grant != "Account")
                }
                _ => !grants.is_empty(),
            }
        };
        (!spared).then_some("Wildcard")
    }

    fn grants(&self, element: &Value) -> Vec<&'static str> {
        let entries: Vec<(String, String)> = match element {
            Value::String(text) => vec![("*".to_owned(), text.clone())],
            Value::Object(map) => map
                .iter()
                .flat_map(|(key, value)| {
                    texts(value)
                        .into_iter()
                        .map(move |text| (key.clone(), text))
                })
                .collect(),
            _ => Vec::new(),
        };
        entries
            .iter()
            .filter_map(|(key, text)| self.grant(key, text))
            .collect()
    }

    /// The table of 2.5.
    fn grant(&self, key: &str, text: &str) -> Option<&'static str> {
        let caller = self.request.principal;
        if let PrincipalKind::Federated { provider } = &caller.kind {
            return (key == "Federated" && text == provider).then_some("Exact");
        }
        if (key == "AWS" || key == "*") && text == "*" {
            return Some("Wildcard");
        }
        if let PrincipalKind::Service { name } = &caller.kind {
            return (key == "Service" && text == name).then_some("Exact");
        }
        if key != "AWS" || caller.kind == PrincipalKind::Anonymous {
            return None;
        }
        let account = if text.len() == 12 {
            Some(text)
        } else {
            text.strip_suffix(":root").map(|_| part(text, 4))
        };
        if let Some(account) = account {
            let grant = if caller.kind == PrincipalKind::Root {
                "Exact"
            } else {
                "Account"
            };
            return (account == caller.account).then_some(grant);
        }
        let bound = self
            .world
            .bindings
            .get(text)
            .map(String::as_str)
            .or((!text.starts_with("arn:")).then_some(text));
        let same = |id: Option<&str>, by_arn: bool| match (bound, id) {
            (Some(bound), Some(id)) => bound == id,
            _ => by_arn,
        };
        let resource = part(text, 5);
        match &caller.kind {
            PrincipalKind::User { .. } => {
                same(caller.unique_id.as_deref(), caller.arn == *text).then_some("Exact")
            }
            PrincipalKind::RoleSession {
                role_arn,
                session_name,
                ..
            } => {
                let role_name = role_arn.rsplit('/').next().unwrap();
                let same_home =
                    part(text, 1) == caller.partition && part(text, 4) == caller.account;
                if same_home && resource == format!("assumed-role/{role_name}/{session_name}") {
                    return Some("Exact");
                }
                let by_name = same_home
                    && resource.starts_with("role/")
                    && resource.rsplit('/').next() == Some(role_name);
                let is_role = resource.starts_with("role/") || !text.starts_with("arn:");
                (is_role && same(caller.unique_id.as_deref(), by_name)).then_some("RoleOfSession")
            }
            PrincipalKind::FederatedUser {
                name,
                issuer_arn,
                issuer_id,
            } => {
                let same_home =
                    part(text, 1) == caller.partition && part(text, 4) == caller.account;
                if same_home && resource == format!("federated-user/{name}") {
                    return Some("Exact");
                }
                let is_user = resource.starts_with("user/") || !text.starts_with("arn:");
                let by_arn = issuer_arn.as_deref() == Some(text);
                (is_user && same(issuer_id.as_deref(), by_arn)).then_some("UserOfFederation")
            }
            _ => None,
        }
    }

    /// Spec 3.12.
    fn conditions(&self, statement: &Value, version: bool) -> bool {
        let Some(block) = statement.get("Condition").and_then(Value::as_object) else {
            return true;
        };
        let deny = statement["Effect"] == "Deny";
        block.iter().all(|(name, keys)| {
            keys.as_object()
                .unwrap()
                .iter()
                .all(|(key, values)| self.condition(name, key, &texts(values), version, deny))
        })
    }

    fn condition(
        &self,
        name: &str,
        key: &str,
        values: &[String],
        version: bool,
        deny: bool,
    ) -> bool {
        let cx = self.request.context;
        let (set, rest) = name
            .split_once(':')
            .map_or(("", name), |(set, rest)| (set, rest));
        let (base, if_exists) = rest
            .strip_suffix("IfExists")
            .map_or((rest, false), |base| (base, true));
        let negated = base.contains("Not");
        let actual = cx.get(key);
        if base == "Null" {
            return values
                .iter()
                .any(|value| value.eq_ignore_ascii_case("true") == actual.is_none());
        }
        let one = |value: &str| compare(base, negated, value, values, version, cx, deny);
        match (actual, set) {
            (None, _) if if_exists => true,
            (None, "ForAllValues") => true,
            (None, "ForAnyValue") => false,
            (None, _) => negated,
            (Some(Key::Single(value)), _) => one(value),
            (Some(Key::Multi(values)), "ForAllValues") => values.iter().all(|value| one(value)),
            (Some(Key::Multi(values)), "ForAnyValue") => values.iter().any(|value| one(value)),
            (Some(Key::Multi(_)), _) => false,
        }
    }
}

fn compare(
    base: &str,
    negated: bool,
    actual: &str,
    values: &[String],
    version: bool,
    cx: &Context,
    deny: bool,
) -> bool {
    let like = |wild: bool| {
        values.iter().any(|value| {
            expand(value, version, wild, cx).is_some_and(|tokens| glob(&tokens, &units(actual)))
        })
    };
    let ordered = |hits: &dyn Fn(&str) -> Option<std::cmp::Ordering>| {
        values.iter().filter_map(|value| hits(value)).any(|order| {
            match base
                .trim_start_matches("Numeric")
                .trim_start_matches("Date")
            {
                "LessThan" => order.is_lt(),
                "LessThanEquals" => order.is_le(),
                "GreaterThan" => order.is_gt(),
                "GreaterThanEquals" => order.is_ge(),
                _ => order.is_eq(),
            }
        })
    };
    let hit = match base {
        "StringEquals" | "StringNotEquals" => like(false),
        "StringLike" | "StringNotLike" => like(true),
        "StringEqualsIgnoreCase" | "StringNotEqualsIgnoreCase" => values.iter().any(|value| {
            expand(value, version, false, cx)
                .is_some_and(|tokens| text(&tokens).to_lowercase() == actual.to_lowercase())
        }),
        "Bool" => values
            .iter()
            .any(|value| value.eq_ignore_ascii_case("true") == actual.eq_ignore_ascii_case("true")),
        "IpAddress" | "NotIpAddress" => {
            let Ok(address) = actual.parse::<IpAddr>() else {
                return false;
            };
            values
                .iter()
                .any(|value| in_network(value, address.to_canonical()))
        }
        "ArnEquals" | "ArnLike" | "ArnNotEquals" | "ArnNotLike" => {
            let parts: Vec<&str> = actual.splitn(6, ':').collect();
            if parts.len() < 6 || parts[0] != "arn" {
                return false;
            }
            let mut hit = false;
            for value in values {
                let Some(tokens) = expand(value, version, true, cx) else {
                    continue;
                };
                let patterns: Vec<&[Token]> = tokens
                    .splitn(6, |token| *token == Token::Is(u16::from(b':')))
                    .collect();
                if patterns.len() < 6 || patterns[0] != wild("arn") {
                    return deny;
                }
                if patterns
                    .iter()
                    .zip(&parts)
                    .all(|(pattern, part)| glob(pattern, &units(part)))
                {
                    hit = true;
                    break;
                }
            }
            hit
        }
        _ if base.starts_with("Numeric") => {
            ordered(&|value| number(actual)?.partial_cmp(&number(value)?))
        }
        _ if base.starts_with("Date") => {
            ordered(&|value| Some(instant(actual)?.cmp(&instant(value)?)))
        }
        _ => panic!("{base}"),
    };
    hit != negated
}

/// Numbers of the tests are small enough for floating point.
fn number(text: &str) -> Option<f64> {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+')
        .then(|| text.parse().ok())?
}

/// Dates of the tests are days, moments with `Z`, or seconds.
fn instant(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(seconds);
    }
    let (day, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let day: Vec<i64> = day
        .split('-')
        .map(|field| field.parse().ok())
        .collect::<Option<_>>()?;
    let time: Vec<i64> = time
        .strip_suffix('Z')?
        .split(':')
        .map(|field| field.parse().ok())
        .collect::<Option<_>>()?;
    let ([year, month, day], [hour, minute, second]) = (
        <[i64; 3]>::try_from(day).ok()?,
        <[i64; 3]>::try_from(time).ok()?,
    );
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: i64 = (1970..year)
        .map(|year| if leap(year) { 366 } else { 365 })
        .sum();
    let before: i64 = months[..usize::try_from(month - 1).ok()?]
        .iter()
        .sum::<i64>()
        + i64::from(month > 2 && leap(year));
    Some((((years + before + day - 1) * 24 + hour) * 60 + minute) * 60 + second)
}

/// Networks of the tests have no spelling that the standard library does not know.
fn in_network(network: &str, address: IpAddr) -> bool {
    let (base, prefix) = network.split_once('/').unwrap_or((network, ""));
    let Ok(base) = base.parse::<IpAddr>() else {
        return false;
    };
    let bits = |address: IpAddr| match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, 32),
        IpAddr::V6(v6) => (v6.to_bits(), 128),
    };
    let ((base_bits, length_max), (bits, _)) = (bits(base), bits(address));
    let length: u32 = if prefix.is_empty() {
        length_max
    } else {
        prefix.parse().unwrap()
    };
    let mask = if length == 0 {
        0
    } else {
        u128::MAX << (128 - length)
    };
    let host_bits = base.is_ipv6() && base_bits & !mask != 0;
    base.is_ipv4() == address.is_ipv4() && !host_bits && base_bits & mask == bits & mask
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Is(u16),
    One,
    Many,
}

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

fn wild(text: &str) -> Vec<Token> {
    expand(text, false, true, &Context::new()).unwrap()
}

/// Spec 4: the text with its variables replaced; `None` if one cannot be.
fn expand(text: &str, version: bool, wildcards: bool, cx: &Context) -> Option<Vec<Token>> {
    let literal = |text: &str| text.encode_utf16().map(Token::Is).collect::<Vec<_>>();
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find('}').filter(|_| version && rest.starts_with("${"));
        if let Some(end) = end {
            let name = &rest[2..end];
            rest = &rest[end + 1..];
            if ["*", "?", "$"].contains(&name) {
                tokens.extend(literal(name));
                continue;
            }
            let quoted = name
                .split_once(", '")
                .and_then(|(key, rest)| Some((key, rest.strip_suffix('\'')?)));
            let (key, default) = quoted.map_or((name, None), |(key, default)| (key, Some(default)));
            match (cx.get(key), default) {
                (Some(Key::Single(value)), _) => tokens.extend(literal(value)),
                (None, Some(default)) => tokens.extend(literal(default)),
                _ => return None,
            }
            continue;
        }
        match first {
            '*' if wildcards => tokens.push(Token::Many),
            '?' if wildcards => tokens.push(Token::One),
            _ => tokens.extend(literal(first.encode_utf8(&mut [0; 4]))),
        }
        rest = &rest[first.len_utf8()..];
    }
    Some(tokens)
}

fn text(tokens: &[Token]) -> String {
    let units: Vec<u16> = tokens
        .iter()
        .map(|token| match token {
            Token::Is(unit) => *unit,
            Token::One | Token::Many => unreachable!(),
        })
        .collect();
    String::from_utf16(&units).unwrap()
}

fn glob(pattern: &[Token], text: &[u16]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some(Token::Many), _) => {
            glob(&pattern[1..], text) || (!text.is_empty() && glob(pattern, &text[1..]))
        }
        (Some(Token::One), Some(_)) => glob(&pattern[1..], &text[1..]),
        (Some(Token::Is(wanted)), Some(unit)) => wanted == unit && glob(&pattern[1..], &text[1..]),
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

fn rank(grant: &str) -> usize {
    [
        "Account",
        "RoleOfSession",
        "UserOfFederation",
        "Wildcard",
        "Exact",
    ]
    .iter()
    .position(|kind| *kind == grant)
    .unwrap()
}

fn bare_or_list(value: &Value) -> Vec<&Value> {
    value
        .as_array()
        .map_or_else(|| vec![value], |list| list.iter().collect())
}

fn texts(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    };
    bare_or_list(value).into_iter().filter_map(one).collect()
}
