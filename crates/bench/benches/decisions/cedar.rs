//! The workload as Cedar policies.
//!
//! Statements of the caller's policies and of the bucket's are `permit` and `forbid`; a layer that must allow is a `forbid`
//! unless one of its statements allows. Patterns of actions are action groups, as Cedar wants them. Entities, context and
//! request are built beforehand: only the decision is timed.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};

use crate::workload::{Asked, Condition, Statement, TEAM, World};

pub(crate) struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Request>,
}

impl Cedar {
    pub(crate) fn new(world: &World, asked: &[Asked]) -> Cedar {
        Cedar {
            authorizer: Authorizer::new(),
            policies: text(world).parse().unwrap(),
            entities: entities(world, asked),
            requests: asked.iter().map(request).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.policies.policies().count()
    }

    pub(crate) fn allows(&self, at: usize) -> bool {
        let answer =
            self.authorizer
                .is_authorized(&self.requests[at], &self.policies, &self.entities);
        assert!(
            answer.diagnostics().errors().next().is_none(),
            "a policy failed"
        );
        answer.decision() == Decision::Allow
    }

    /// What is timed: as [`allows`](Cedar::allows), without a look at errors.
    pub(crate) fn decide(&self, at: usize) -> Decision {
        self.authorizer
            .is_authorized(&self.requests[at], &self.policies, &self.entities)
            .decision()
    }
}

fn uid(kind: &str, id: &str) -> EntityUid {
    let kind: EntityTypeName = kind.parse().unwrap();
    EntityUid::from_type_name_and_id(kind, EntityId::new(id))
}

fn string(text: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(text.to_owned())
}

fn entities(world: &World, asked: &[Asked]) -> Entities {
    let patterns: HashSet<&str> = world
        .statements()
        .flat_map(|statement| &statement.actions)
        .map(String::as_str)
        .collect();
    let mut found: HashMap<EntityUid, Entity> = HashMap::new();
    let mut add =
        |uid: EntityUid, attributes: &[(&str, Option<&str>)], parents: HashSet<EntityUid>| {
            let attributes = attributes
                .iter()
                .filter_map(|(name, value)| Some(((*name).to_owned(), string((*value)?))))
                .collect();
            let entity = Entity::new(uid.clone(), attributes, parents).unwrap();
            found.insert(uid, entity);
        };
    add(
        uid("User", "alice"),
        &[("team", Some(TEAM))],
        HashSet::new(),
    );
    for pattern in patterns.iter().filter(|pattern| pattern.ends_with('*')) {
        add(uid("Action", pattern), &[], HashSet::new());
    }
    for asked in asked {
        let groups = patterns.iter().filter(|pattern| {
            let prefix = pattern.strip_suffix('*');
            prefix.is_some_and(|prefix| asked.action.starts_with(prefix))
        });
        let parents = groups.map(|group| uid("Action", group)).collect();
        add(uid("Action", &asked.action), &[], parents);
        let attributes = [
            ("arn", Some(&*asked.resource)),
            ("team", asked.resource_team),
        ];
        add(resource(asked), &attributes, HashSet::new());
    }
    Entities::from_entities(found.into_values(), None).unwrap()
}

/// Two requests see one resource with different tags: two entities.
fn resource(asked: &Asked) -> EntityUid {
    let team = asked.resource_team.unwrap_or_default();
    uid("Resource", &format!("{}{team}", asked.resource))
}

fn request(asked: &Asked) -> Request {
    let mut context = vec![
        (
            "secure".to_owned(),
            RestrictedExpression::new_bool(asked.secure),
        ),
        ("mfa".to_owned(), RestrictedExpression::new_bool(asked.mfa)),
        ("region".to_owned(), string(asked.region)),
        ("from".to_owned(), RestrictedExpression::new_ip(asked.from)),
    ];
    if let Some(prefix) = asked.prefix {
        context.push(("prefix".to_owned(), string(prefix)));
    }
    let context = Context::from_pairs(context).unwrap();
    Request::new(
        uid("User", "alice"),
        uid("Action", &asked.action),
        resource(asked),
        context,
        None,
    )
    .unwrap()
}

pub(crate) fn text(world: &World) -> String {
    let own = world.identity.iter().chain(&world.bucket).flatten();
    let mut lines: Vec<String> = own.map(policy).collect();
    for layer in world.limits() {
        let denies = layer.iter().filter(|statement| !statement.allow);
        lines.extend(denies.map(policy));
        let allows: Vec<String> = layer
            .iter()
            .filter(|statement| statement.allow)
            .map(|statement| {
                let clauses: Vec<String> = action(statement)
                    .into_iter()
                    .chain(rest(statement))
                    .collect();
                if clauses.is_empty() {
                    "true".to_owned()
                } else {
                    clauses.join(" && ")
                }
            })
            .collect();
        // A layer that allows everything is no limit, and costs nothing.
        if !allows.iter().any(|allow| allow == "true") {
            lines.push(format!(
                "forbid (principal, action, resource) unless {{ {} }};",
                allows.join(" || ")
            ));
        }
    }
    lines.join("\n")
}

fn policy(statement: &Statement) -> String {
    let effect = if statement.allow { "permit" } else { "forbid" };
    let principal = match statement.user {
        Some(user) => format!("principal == User::\"{user}\""),
        None => "principal".to_owned(),
    };
    let action = action(statement).unwrap_or_else(|| "action".to_owned());
    let rest = rest(statement).join(" && ");
    let when = if rest.is_empty() {
        rest
    } else {
        format!(" when {{ {rest} }}")
    };
    format!("{effect} ({principal}, {action}, resource){when};")
}

fn action(statement: &Statement) -> Option<String> {
    if statement.actions.iter().any(|action| action == "*") {
        return None;
    }
    let names: Vec<String> = statement
        .actions
        .iter()
        .map(|action| format!("Action::\"{action}\""))
        .collect();
    Some(match &names[..] {
        [one] if !one.contains('*') => format!("action == {one}"),
        [one] => format!("action in {one}"),
        several => format!("action in [{}]", several.join(", ")),
    })
}

fn rest(statement: &Statement) -> Vec<String> {
    let resources: Vec<String> = statement
        .resources
        .iter()
        .filter(|pattern| *pattern != "*")
        .map(|pattern| {
            if pattern.ends_with('*') {
                format!("resource.arn like \"{pattern}\"")
            } else {
                format!("resource.arn == \"{pattern}\"")
            }
        })
        .collect();
    let mut clauses = Vec::new();
    if !resources.is_empty() {
        clauses.push(format!("({})", resources.join(" || ")));
    }
    clauses.extend(statement.conditions.iter().map(condition));
    clauses
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Secure(true) => "context.secure".to_owned(),
        Condition::Secure(false) => "!context.secure".to_owned(),
        Condition::RegionIn(regions) => format!("{regions:?}.contains(context.region)"),
        Condition::RegionNotIn(regions) => format!("!({regions:?}.contains(context.region))"),
        Condition::NotFrom(range) => format!("!(context.from.isInRange(ip(\"{range}\")))"),
        Condition::Mfa => "context.mfa".to_owned(),
        Condition::SameTeam => "(resource has team && resource.team == principal.team)".to_owned(),
        Condition::PrefixLike(pattern) => {
            format!("(context has prefix && context.prefix like \"{pattern}\")")
        }
    }
}
