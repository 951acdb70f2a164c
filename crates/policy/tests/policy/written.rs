//! Records that were written from random questions are read as the same questions.

use policy::record::{self, DecisionRecord};
use policy::{Principal, PrincipalKind, Request};
use proptest::prelude::*;

use crate::fixtures::with_layers;
use crate::worlds::{REQUESTS, callers, context, contexts, runner, worlds};

/// Records hold no unique ids.
fn without_ids(mut principal: Principal) -> Principal {
    principal.unique_id = None;
    if let PrincipalKind::FederatedUser { issuer_id, .. } = &mut principal.kind {
        *issuer_id = None;
    }
    principal
}

#[test]
fn a_written_record_is_read_as_what_was_asked() {
    let callers: Vec<_> = callers().into_iter().map(without_ids).collect();
    let result = runner(30).run(&(worlds(), contexts()), |(mut world, given)| {
        world.bindings.clear();
        for caller in &callers {
            let cx = context(&given, caller);
            for &(action, resource) in REQUESTS {
                let request = Request {
                    principal: caller,
                    action,
                    resource,
                    resource_account: "111111111111",
                    context: &cx,
                };
                let (line, decision) = with_layers(&world, |layers| {
                    let decision = policy::evaluate(&request, layers);
                    let line = record::write("a \"question\"\n", &request, layers, &decision);
                    (line, decision)
                });
                prop_assert!(!line.contains('\n'));
                let read = DecisionRecord::parse(&line)
                    .map_err(|malformed| TestCaseError::fail(format!("{malformed}: {line}")))?;
                let again = read.ask(|again, layers| {
                    prop_assert_eq!(again.principal, request.principal);
                    prop_assert_eq!(again.context, request.context);
                    prop_assert_eq!(again.resource_account, request.resource_account);
                    Ok(policy::evaluate(again, layers))
                })?;
                prop_assert_eq!(again, decision, "{}", line);
                let answer = read.answer();
                let misses = read.expectation().expect("it was written").misses(&answer);
                prop_assert!(misses.is_empty(), "{:?}: {}", misses, line);
                prop_assert_eq!(answer.id.as_deref(), Some("a \"question\"\n"));
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
