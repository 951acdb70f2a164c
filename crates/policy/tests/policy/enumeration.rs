//! Every small case: each layer absent, allowing, silent or denying, each kind of grant, each kind of caller.

use policy::Request;
use serde_json::{Value, json};

use crate::fixtures::with_layers;
use crate::naive::{self, Named, World};
use crate::worlds::{callers, context};

/// Whose grants a resource policy may hold; the callers of `worlds` are among them.
const PRINCIPALS: &[&str] = &[
    r#""*""#,
    r#"{"AWS":"*"}"#,
    r#"{"AWS":"111111111111"}"#,
    r#"{"AWS":"222222222222"}"#,
    r#"{"AWS":"arn:aws:iam::111111111111:user/p/u"}"#,
    r#"{"AWS":"arn:aws:iam::111111111111:role/p/r"}"#,
    r#"{"AWS":"arn:aws:sts::111111111111:assumed-role/r/s"}"#,
    r#"{"AWS":"arn:aws:sts::111111111111:federated-user/f"}"#,
    r#"{"Service":"logs.amazonaws.com"}"#,
];

const OWNERS: &[&str] = &["111111111111", "222222222222"];
const OBJECT: &[(&str, &str)] = &[
    ("s3:GetObject", "arn:aws:s3:::b/k"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:key/k"),
];
const ROLE: &[(&str, &str)] = &[("sts:AssumeRole", "arn:aws:iam::111111111111:role/p/t")];

/// What a layer may say about the request.
#[derive(Clone, Copy, Debug)]
enum Says {
    Allow,
    Nothing,
    Deny,
}

const SAYS: [Says; 3] = [Says::Allow, Says::Nothing, Says::Deny];

impl Says {
    fn policy(self) -> Named {
        let (effect, action) = match self {
            Says::Allow => ("Allow", "*"),
            Says::Nothing => ("Allow", "ec2:RunInstances"),
            Says::Deny => ("Deny", "*"),
        };
        named(
            "p",
            json!({"Effect": effect, "Action": action, "Resource": "*"}),
        )
    }
}

fn named(name: &str, statement: Value) -> Named {
    let document = json!({"Version": "2012-10-17", "Statement": [statement]});
    Named {
        name: name.to_owned(),
        arn: None,
        document,
    }
}

fn absent_or_each() -> impl Iterator<Item = Option<Named>> {
    std::iter::once(None).chain(SAYS.map(|says| Some(says.policy())))
}

/// No guard at all, or one of the three with one thing to say.
fn guards() -> Vec<World> {
    let mut guards = vec![World::default()];
    for says in SAYS {
        let policy = says.policy();
        guards.push(World {
            scp: Some(vec![vec![policy.clone()]]),
            ..World::default()
        });
        guards.push(World {
            endpoint: Some(vec![policy.clone()]),
            ..World::default()
        });
        let mut guard = policy;
        guard.document["Statement"][0]["Principal"] = json!("*");
        guards.push(World {
            rcp: Some(vec![vec![guard]]),
            ..World::default()
        });
    }
    guards
}

/// No resource policy, or one statement for each principal; a trust policy names no resource.
fn resource_policies(trust: bool) -> Vec<Option<Named>> {
    let mut policies = vec![None];
    for principal in PRINCIPALS {
        for effect in ["Allow", "Deny"] {
            let principal: Value = serde_json::from_str(principal).unwrap();
            let mut statement = json!({"Effect": effect, "Principal": principal, "Action": "*"});
            if trust {
                statement["Action"] = json!("sts:*");
            } else {
                statement["Resource"] = json!("*");
            }
            policies.push(Some(named(
                if trust { "trust" } else { "resource" },
                statement,
            )));
        }
    }
    policies
}

/// The decisions on which both evaluators agree; panics at the first on which they do not.
fn compare(world: &World, requests: &[(&str, &str)]) -> u64 {
    let mut compared = 0;
    with_layers(world, |layers| {
        for caller in callers() {
            let cx = context(&[], &caller);
            for &(action, resource) in requests {
                for resource_account in OWNERS {
                    let request = Request {
                        principal: &caller,
                        action,
                        resource,
                        resource_account,
                        context: &cx,
                    };
                    let fast = policy::evaluate(&request, layers);
                    let slow = naive::decide(&request, world);
                    assert_eq!((fast.effect, fast.layer), slow, "{request:?} {world:?}");
                    compared += 1;
                }
            }
        }
    });
    compared
}

#[test]
fn every_small_case_is_decided_alike() {
    let mut compared = 0;
    let guards = guards();
    for (trust, requests) in [(false, OBJECT), (true, ROLE)] {
        for resource in resource_policies(trust) {
            for identity in absent_or_each() {
                for boundary in absent_or_each() {
                    for session in absent_or_each() {
                        // Guards are combined with every grant, but with one state of each other layer that limits.
                        let alone = boundary.is_none() && session.is_none();
                        for guard in if alone { &guards[..] } else { &guards[..1] } {
                            let world = World {
                                identity: identity.iter().cloned().collect(),
                                boundary: boundary.clone(),
                                session: session.clone().map(|policy| vec![policy]),
                                resource: resource.clone(),
                                ..guard.clone()
                            };
                            compared += compare(&world, requests);
                        }
                    }
                }
            }
        }
    }
    assert!(compared > 100_000, "{compared}");
}
