//! A service as a caller is refused every operation but two, and those that nobody signs.

use super::{CALLS, WORLD, filled};
use crate::ops;
use crate::scenario::World;
use crate::settings::Enforcement;

#[test]
fn a_service_is_refused_all_but_two_operations() {
    check(Enforcement::Enforce, &["CheckPassRole"]);
}

#[test]
fn a_service_is_refused_as_much_where_enforcement_only_logs() {
    // As anybody, it then assumes roles that do not trust it.
    check(Enforcement::Log, &["AssumeRole", "CheckPassRole"]);
}

fn check(enforcement: Enforcement, wanted: &[&str]) {
    let mut world = World::new();
    world.run(None, WORLD);
    world.settings.enforcement = enforcement;
    world.run(
        None,
        "root AddService ServiceName=ec2.amazonaws.com -> as service",
    );
    let key = world.variable("key").to_owned();
    let mut let_through = Vec::new();
    // Parameters are looked at first: some calls without any end there.
    for (service, row) in ops::rows_by_name() {
        let params = CALLS.iter().find(|(name, _)| *name == row.name);
        let params = params.map_or(String::new(), |(_, params)| filled(params, &key));
        let reply = world.probe(service, "service", row.name, &params);
        let refused = matches!(
            reply.error_code().as_deref(),
            Some(
                "AccessDenied"
                    | "AccessDeniedException"
                    | "ValidationError"
                    | "InvalidInputException"
            )
        );
        if !refused {
            let_through.push(row.name);
        }
    }
    // A role that trusts no service refuses it like anybody else; see the scenarios for one that does.
    let unsigned = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];
    let_through.retain(|name| !unsigned.contains(name));
    assert_eq!(let_through, wanted);
}
