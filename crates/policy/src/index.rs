//! Statements filed by the service of their actions, so that those of other services cost nothing.

use smol_str::SmolStr;

use crate::action::ActionPattern;
use crate::statement::{Effect, Statement};

/// The statements of one effect that may match, by service.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// Sorted by service; each list holds the statements of every service too.
    services: Box<[(SmolStr, Box<[u32]>)]>,
    /// Statements that speak of actions of every service, or of all but some.
    every: Box<[u32]>,
}

impl Index {
    pub(crate) fn of_effect(statements: &[Statement], effect: Effect) -> Index {
        let numbered = || {
            (0_u32..)
                .zip(statements)
                .filter(|(_, statement)| statement.effect == effect)
        };
        let mut services: Vec<SmolStr> = numbered()
            .flat_map(|(_, statement)| services_of(statement))
            .collect();
        services.sort_unstable();
        services.dedup();
        let listed = |wanted: &dyn Fn(&Statement) -> bool| -> Box<[u32]> {
            numbered()
                .filter(|(_, statement)| wanted(statement))
                .map(|(at, _)| at)
                .collect()
        };
        let of_service = |service: SmolStr| {
            let list = listed(&|statement| {
                speaks_of_every_service(statement)
                    || services_of(statement).any(|named| named == service)
            });
            (service, list)
        };
        Index {
            services: services.into_iter().map(of_service).collect(),
            every: listed(&speaks_of_every_service),
        }
    }

    /// The statements that may speak of a service, given in any case.
    pub(crate) fn of(&self, service: &str) -> &[u32] {
        let lower = |byte: &u8| byte.to_ascii_lowercase();
        let found = self
            .services
            .binary_search_by(|(named, _)| named.bytes().cmp(service.as_bytes().iter().map(lower)));
        match found {
            Ok(at) => &self.services[at].1,
            Err(_) => &self.every,
        }
    }
}

fn speaks_of_every_service(statement: &Statement) -> bool {
    let every = |pattern: &ActionPattern| matches!(pattern, ActionPattern::Every);
    statement.actions.not || statement.actions.patterns.iter().any(every)
}

fn services_of(statement: &Statement) -> impl Iterator<Item = SmolStr> {
    statement
        .actions
        .patterns
        .iter()
        .filter_map(|pattern| match pattern {
            ActionPattern::Of { service, .. } => Some(service.clone()),
            ActionPattern::Every | ActionPattern::None => None,
        })
}
