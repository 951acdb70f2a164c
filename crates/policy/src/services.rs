//! Which services policies let their holder use at all.

use crate::catalogue::Service;
use crate::compile::CompiledPolicy;
use crate::context::Context;
use crate::resource::ResourceMatch;
use crate::statement::{Effect, Statement};

/// Whether policies allow any action of a service, on whatever resource and under whatever conditions. Actions that a `Deny` without
/// conditions takes away on every resource do not count.
///
/// ```
/// use policy::{Kind, allows_service, catalogue};
///
/// let text = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","sqs:*"],"Resource":"*"},{"Effect":"Deny","Action":"sqs:*","Resource":"*"}]}"#;
/// let compiled = policy::compile(&policy::accept(text, Kind::Managed)?, Kind::Managed, &Default::default());
/// let allows = |prefix| allows_service(&[&compiled], catalogue::service(prefix).expect("it exists"));
/// assert!(allows("s3") && !allows("sqs") && !allows("ec2"));
/// # Ok::<(), policy::Refusal>(())
/// ```
pub fn allows_service(policies: &[&CompiledPolicy], service: &Service) -> bool {
    let cx = Context::new();
    let of = |effect: Effect| {
        let statements = policies.iter().flat_map(|policy| policy.statements());
        statements.filter(move |statement| statement.effect == effect)
    };
    let everywhere = |statement: &&Statement| {
        statement.conditions.is_empty()
            && statement.resources.matches("*", None, &cx) == ResourceMatch::Yes
    };
    let denies: Vec<&Statement> = of(Effect::Deny).filter(everywhere).collect();
    service.actions().iter().any(|action| {
        let covers = |statement: &Statement| {
            let (prefix, name) = (service.prefix(), action.name());
            statement.actions.matches(prefix, name, &cx)
        };
        of(Effect::Allow).any(covers) && !denies.iter().any(|statement| covers(statement))
    })
}
