//! Statements filed by the service of their actions, so that those of other services cost nothing.

use std::collections::BTreeMap;

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
        let mut by_service: BTreeMap<SmolStr, Vec<u32>> = BTreeMap::new();
        let mut every = Vec::new();
        for (at, statement) in (0_u32..)
            .zip(statements)
            .filter(|(_, statement)| statement.effect == effect)
        {
            if speaks_of_every_service(statement) {
                every.push(at);
            } else {
                services_of(statement)
                    .for_each(|service| by_service.entry(service).or_default().push(at));
            }
        }
        let with_every = |(service, mut list): (SmolStr, Vec<u32>)| {
            list.extend_from_slice(&every);
            list.sort_unstable();
            list.dedup();
            (service, list.into_boxed_slice())
        };
        Index {
            services: by_service.into_iter().map(with_every).collect(),
            every: every.clone().into(),
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
