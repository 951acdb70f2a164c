//! How the layers combine within an account and across accounts: invariants 9 and 10 of the specification's appendix B.

use policy::{Principal, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixtures::with_layers;
use crate::naive::{Named, World};
use crate::worlds::{Given, callers, context, contexts, runner, worlds};

const USER: &str = "arn:aws:iam::111111111111:user/p/u";
const ROLE: &str = "arn:aws:iam::111111111111:role/p/r";
const STRANGER: &str = "arn:aws:iam::222222222222:user/u";
const OBJECT: &str = "arn:aws:s3:::b/k";

fn allows(world: &World, caller: &Principal, given: &[Given]) -> bool {
    let cx = context(given, caller);
    let request = Request {
        principal: caller,
        action: "s3:GetObject",
        resource: OBJECT,
        resource_account: "111111111111",
        context: &cx,
    };
    with_layers(world, |layers| policy::evaluate(&request, layers).allowed())
}

fn granting(statement: Value) -> Named {
    Named {
        name: "grant".to_owned(),
        arn: None,
        document: json!({"Version": "2012-10-17", "Statement": [statement]}),
    }
}

fn everything() -> Named {
    granting(json!({"Effect": "Allow", "Action": "*", "Resource": "*"}))
}

fn granted_to(principal: &Value) -> Option<Named> {
    Some(granting(
        json!({"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}),
    ))
}

/// The caller's own policies without their denies; nothing else in force.
fn undenied(world: &World) -> World {
    let without = |named: &Named| {
        let mut named = named.clone();
        let statements = named.document["Statement"].as_array_mut().unwrap();
        statements.retain(|statement| statement["Effect"] == "Allow");
        // A document has at least one statement.
        statements.push(json!({"Effect": "Allow", "Action": "none:None", "Resource": "*"}));
        named
    };
    World {
        identity: world.identity.iter().map(without).collect(),
        boundary: world.boundary.as_ref().map(without),
        session: world
            .session
            .as_ref()
            .map(|list| list.iter().map(without).collect()),
        ..World::default()
    }
}

/// The first caller of that kind and account; roles and users are compared by their ARNs here.
fn caller(arn_begins: &str) -> Principal {
    let mut callers = callers().into_iter();
    let mut found = callers
        .find(|caller| caller.arn.starts_with(arn_begins))
        .unwrap();
    found.unique_id = None;
    found
}

/// B-9 (E-7, E-8, E-12, E-13): within one account a grant to the caller itself needs nothing else, a grant to its role
/// everything but the identity policies, and a grant to its account changes nothing.
#[test]
fn within_an_account_the_kind_of_grant_decides_what_else_must_allow() {
    let (user, session) = (
        caller(USER),
        caller("arn:aws:sts::111111111111:assumed-role/"),
    );
    let seen = std::cell::Cell::new([0_u32; 2]);
    let result = runner(2_000).run(&(worlds(), contexts()), |(world, given)| {
        let own = undenied(&world);
        let with = |resource: Option<Named>, own: &World| World {
            resource,
            ..own.clone()
        };
        for named in [json!({"AWS": USER}), json!("*")] {
            prop_assert!(allows(&with(granted_to(&named), &own), &user, &given));
        }
        let to_role = granted_to(&json!({"AWS": ROLE}));
        let limits = World {
            identity: vec![everything()],
            ..own.clone()
        };
        let limited = allows(&limits, &session, &given);
        prop_assert_eq!(allows(&with(to_role, &own), &session, &given), limited);
        for who in [&user, &session] {
            let alone = allows(&own, who, &given);
            let to_account = granted_to(&json!({"AWS": "111111111111"}));
            prop_assert_eq!(allows(&with(to_account, &own), who, &given), alone);
        }
        let mut counts = seen.get();
        counts[usize::from(limited)] += 1;
        seen.set(counts);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(seen.get().iter().all(|count| *count > 100), "{seen:?}");
}

/// B-10 (E-9, F-11): across accounts a request is allowed if each layer allows it where all others allow everything.
#[test]
fn across_accounts_every_layer_must_allow() {
    let stranger = caller(STRANGER);
    let seen = std::cell::Cell::new([0_u32; 2]);
    let result = runner(4_000).run(&(worlds(), contexts()), |(world, given)| {
        // Whether there is a boundary matters to `NotPrincipal` (M-32), so an open one stands in for it.
        let open = World {
            identity: vec![everything()],
            boundary: world.boundary.as_ref().map(|_| everything()),
            resource: granted_to(&json!("*")),
            bindings: world.bindings.clone(),
            ..World::default()
        };
        let alone = |change: fn(&mut World, &World)| {
            let mut one = open.clone();
            change(&mut one, &world);
            allows(&one, &stranger, &given)
        };
        let each = [
            alone(|one, world| one.identity.clone_from(&world.identity)),
            alone(|one, world| one.boundary.clone_from(&world.boundary)),
            alone(|one, world| one.resource.clone_from(&world.resource)),
            alone(|one, world| one.session.clone_from(&world.session)),
            alone(|one, world| one.scp.clone_from(&world.scp)),
            alone(|one, world| one.rcp.clone_from(&world.rcp)),
            alone(|one, world| one.endpoint.clone_from(&world.endpoint)),
        ];
        let together = allows(&world, &stranger, &given);
        prop_assert_eq!(together, each.iter().all(|allowed| *allowed), "{:?}", each);
        let mut counts = seen.get();
        counts[usize::from(together)] += 1;
        seen.set(counts);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(seen.get().iter().all(|count| *count > 20), "{seen:?}");
}
