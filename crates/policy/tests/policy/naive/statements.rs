//! Whether a statement speaks of a request: spec 2.

use policy::{Kind, PrincipalKind, Request};
use serde_json::Value;

use super::pattern::{expand, glob, units, wild};
use super::{Named, World, part};

/// A request and what it is decided against.
pub(super) struct Asked<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) world: &'a World,
    pub(super) bounded: bool,
}

impl Asked<'_> {
    /// The grant kinds of the statements of an effect that match; policies of callers grant `Exact`.
    pub(super) fn matching(&self, kind: Kind, named: &Named, effect: &str) -> Vec<&'static str> {
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
                self.principal(statement, kind)?
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
    fn principal(&self, statement: &Value, kind: Kind) -> Option<&'static str> {
        let caller = self.request.principal;
        if let Some(element) = statement.get("Principal") {
            return self
                .grants(element, kind)
                .into_iter()
                .max_by_key(|grant| rank(grant));
        }
        let grants = self.grants(statement.get("NotPrincipal")?, kind);
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

    fn grants(&self, element: &Value, kind: Kind) -> Vec<&'static str> {
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
            .filter_map(|(key, text)| self.grant(key, text, kind))
            .collect()
    }

    /// The table of 2.5.
    fn grant(&self, key: &str, text: &str, kind: Kind) -> Option<&'static str> {
        let caller = self.request.principal;
        let federated = matches!(caller.kind, PrincipalKind::Federated { .. });
        // Whoever calls, those too who come with a provider's word.
        let everyone = match kind {
            Kind::Rcp => key == "AWS" || key == "*",
            Kind::Endpoint => key == "*" || (key == "Federated" && federated),
            _ => false,
        };
        if everyone && text == "*" {
            return Some("Wildcard");
        }
        if let PrincipalKind::Federated { provider } = &caller.kind {
            return (key == "Federated" && text == provider).then_some("Exact");
        }
        if (key == "AWS" || key == "*") && text == "*" {
            return Some("Wildcard");
        }
        if let PrincipalKind::Service { name } = &caller.kind {
            return (key == "Service" && text == name).then_some("Exact");
        }
        let canonical = key == "CanonicalUser";
        if !(canonical || key == "AWS") || caller.kind == PrincipalKind::Anonymous {
            return None;
        }
        let account = if canonical {
            Some(self.world.bindings.get(text)?.as_str())
        } else if text.len() == 12 {
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

pub(super) fn texts(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    };
    bare_or_list(value).into_iter().filter_map(one).collect()
}
