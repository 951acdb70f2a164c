//! A service as a caller is refused every operation but two, and those that nobody signs.

use super::{CALLS, WORLD, filled};
use crate::ops;
use crate::scenario::World;

#[test]
fn a_service_is_refused_all_but_two_operations() {
    let mut world = World::new();
    world.run(None, WORLD);
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
    let prove = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];
    assert_eq!(let_through, [prove[0], prove[1], "CheckPassRole"]);
}
