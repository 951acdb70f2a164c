//! The workload as AWS policies.

use std::collections::BTreeMap;

use policy::{CompiledPolicy, Context, Kind, Layers, Policy, Principal, PrincipalKind, Request};
use serde_json::{Value, json};

use crate::workload::{ACCOUNT, Asked, Condition, Statement, TEAM, World};

/// The texts of a world's policies.
pub(crate) struct Texts {
    pub(crate) identity: Vec<String>,
    pub(crate) boundary: Option<String>,
    pub(crate) session: Option<String>,
    pub(crate) scp: Vec<String>,
    pub(crate) bucket: Option<String>,
}

impl Texts {
    pub(crate) fn of(world: &World) -> Texts {
        let text = |statements: &Vec<Statement>| document(statements);
        Texts {
            identity: world.identity.iter().map(text).collect(),
            boundary: world.boundary.as_ref().map(text),
            session: world.session.as_ref().map(text),
            scp: world.scp.iter().map(text).collect(),
            bucket: world.bucket.as_ref().map(text),
        }
    }
}

/// The compiled policies of a world.
pub(crate) struct Compiled {
    identity: Vec<CompiledPolicy>,
    boundary: Option<CompiledPolicy>,
    session: Option<CompiledPolicy>,
    scp: Vec<CompiledPolicy>,
    bucket: Option<CompiledPolicy>,
}

/// The same, in the slices that a decision is made from.
pub(crate) struct InForce<'a> {
    identity: Vec<Policy<'a>>,
    boundary: Option<Policy<'a>>,
    session: Option<[Policy<'a>; 1]>,
    levels: Vec<[Policy<'a>; 1]>,
    bucket: Option<Policy<'a>>,
}

pub(crate) fn compile(text: &str, kind: Kind) -> CompiledPolicy {
    let document = policy::Document::parse(text).unwrap();
    policy::compile(&document, kind, &BTreeMap::new())
}

impl Compiled {
    pub(crate) fn of(texts: &Texts) -> Compiled {
        let all = |texts: &[String], kind| texts.iter().map(|text| compile(text, kind)).collect();
        let one = |text: &Option<String>, kind| text.as_ref().map(|text| compile(text, kind));
        Compiled {
            identity: all(&texts.identity, Kind::Managed),
            boundary: one(&texts.boundary, Kind::Boundary),
            session: one(&texts.session, Kind::Session),
            scp: all(&texts.scp, Kind::Scp),
            bucket: one(&texts.bucket, Kind::Resource),
        }
    }

    pub(crate) fn in_force(&self) -> InForce<'_> {
        let named = |compiled| Policy {
            name: "policy",
            arn: None,
            compiled,
        };
        InForce {
            identity: self.identity.iter().map(named).collect(),
            boundary: self.boundary.as_ref().map(named),
            session: self.session.as_ref().map(|policy| [named(policy)]),
            levels: self.scp.iter().map(|policy| [named(policy)]).collect(),
            bucket: self.bucket.as_ref().map(named),
        }
    }
}

/// One request, ready to be decided.
pub(crate) struct Case<'a> {
    principal: &'a Principal,
    asked: &'a Asked,
    context: Context,
}

impl<'a> Case<'a> {
    pub(crate) fn new(principal: &'a Principal, asked: &'a Asked) -> Case<'a> {
        let mut context = Context::new();
        context.insert("aws:SecureTransport", asked.secure.to_string());
        context.insert("aws:RequestedRegion", asked.region);
        context.insert("aws:SourceIp", asked.from);
        context.insert("aws:MultiFactorAuthPresent", asked.mfa.to_string());
        context.insert("aws:PrincipalTag/team", TEAM);
        if let Some(team) = asked.resource_team {
            context.insert("aws:ResourceTag/team", team);
        }
        if let Some(prefix) = asked.prefix {
            context.insert("s3:prefix", prefix);
        }
        context.fill(principal, ACCOUNT);
        Case {
            principal,
            asked,
            context,
        }
    }

    /// Calls `decide` with the request and the layers that apply to it.
    pub(crate) fn with<T>(
        &self,
        world: &InForce,
        levels: &[&[Policy]],
        decide: impl FnOnce(&Request, &Layers) -> T,
    ) -> T {
        let request = Request {
            principal: self.principal,
            action: &self.asked.action,
            resource: &self.asked.resource,
            resource_account: ACCOUNT,
            context: &self.context,
        };
        let resource = world.bucket.filter(|_| in_bucket(&self.asked.resource));
        let layers = Layers {
            identity: &world.identity,
            boundary: world.boundary,
            session: world.session.as_ref().map(|policies| &policies[..]),
            scp: (!levels.is_empty()).then_some(levels),
            resource,
            ..Layers::default()
        };
        decide(&request, &layers)
    }
}

impl<'a> InForce<'a> {
    pub(crate) fn levels(&self) -> Vec<&[Policy<'a>]> {
        self.levels.iter().map(|level| &level[..]).collect()
    }
}

/// The caller: credentials made by the user alice with a session policy.
pub(crate) fn alice() -> Principal {
    Principal {
        kind: PrincipalKind::FederatedUser {
            name: "alice".into(),
            issuer_arn: Some("arn:aws:iam::111111111111:user/alice".into()),
            issuer_id: None,
        },
        partition: "aws".into(),
        account: ACCOUNT.into(),
        arn: "arn:aws:sts::111111111111:federated-user/alice".into(),
        unique_id: None,
        session: None,
        management_account: false,
    }
}

/// A caller without a session policy.
pub(crate) fn user() -> Principal {
    Principal {
        kind: PrincipalKind::User {
            name: "alice".into(),
        },
        arn: "arn:aws:iam::111111111111:user/alice".into(),
        ..alice()
    }
}

fn in_bucket(resource: &str) -> bool {
    resource
        .strip_prefix("arn:aws:s3:::data")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn document(statements: &[Statement]) -> String {
    let statements: Vec<Value> = statements.iter().map(statement).collect();
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

fn statement(of: &Statement) -> Value {
    let mut written = json!({
        "Effect": if of.allow { "Allow" } else { "Deny" },
        "Action": of.actions,
        "Resource": of.resources,
    });
    let in_bucket_policy = of.resources.iter().all(|resource| in_bucket(resource));
    if let Some(user) = of.user {
        written["Principal"] = json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:user/{user}")});
    } else if in_bucket_policy {
        written["Principal"] = json!("*");
    }
    for condition in &of.conditions {
        let (operator, key, value) = match condition {
            Condition::Secure(secure) => ("Bool", "aws:SecureTransport", json!(secure.to_string())),
            Condition::RegionIn(regions) => ("StringEquals", "aws:RequestedRegion", json!(regions)),
            Condition::RegionNotIn(regions) => {
                ("StringNotEquals", "aws:RequestedRegion", json!(regions))
            }
            Condition::NotFrom(range) => ("NotIpAddress", "aws:SourceIp", json!(range)),
            Condition::Mfa => ("Bool", "aws:MultiFactorAuthPresent", json!("true")),
            Condition::SameTeam => (
                "StringEquals",
                "aws:ResourceTag/team",
                json!("${aws:PrincipalTag/team}"),
            ),
            Condition::PrefixLike(pattern) => ("StringLike", "s3:prefix", json!(pattern)),
        };
        written["Condition"][operator][key] = value;
    }
    written
}
