//! Statements filed by the service of their actions and by how their resources begin, so that those that cannot match
//! cost nothing.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use smol_str::SmolStr;

use crate::action::ActionPattern;
use crate::facts::Facts;
use crate::statement::{Effect, Statement};

/// The statements of one effect that may match, by service.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// Sorted by service; each holds the statements of every service too.
    services: Box<[(SmolStr, Filed)]>,
    /// Statements that speak of actions of every service, or of all but some.
    every: Filed,
}

/// Statements by how the last part of their resource patterns begins. Each list is in the order of the document.
#[derive(Clone, Debug, Default)]
struct Filed {
    /// Those that may match any resource.
    anywhere: Box<[u32]>,
    /// How long the beginnings are, ascending.
    lengths: Box<[usize]>,
    /// By the hash of a beginning: that two may share one costs a comparison and decides nothing.
    beginnings: ByHash<Box<[u32]>>,
}

type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Hashed>>;

/// A single statement is faster compared than looked up.
const FILED_MIN: usize = 2;

impl Index {
    pub(crate) fn of_effect(statements: &[Statement], effect: Effect) -> Index {
        let mut by_service: BTreeMap<&SmolStr, Vec<u32>> = BTreeMap::new();
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
        let with_every = |(service, mut list): (&SmolStr, Vec<u32>)| {
            list.extend_from_slice(&every);
            list.sort_unstable();
            list.dedup();
            (service.clone(), Filed::new(statements, list))
        };
        Index {
            services: by_service.into_iter().map(with_every).collect(),
            every: Filed::new(statements, every.clone()),
        }
    }

    /// Lists of the statements that may match; several may hold the same one.
    pub(crate) fn lists(&self, facts: &Facts) -> impl Iterator<Item = &[u32]> {
        let filed = self.of(facts.service);
        let last = facts.resource.map_or("", |parts| parts[5]);
        std::iter::once(&*filed.anywhere).chain(filed.beginning(last.as_bytes()))
    }

    /// What may speak of a service, given in any case.
    fn of(&self, service: &str) -> &Filed {
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

impl Filed {
    fn new(statements: &[Statement], list: Vec<u32>) -> Filed {
        if list.len() < FILED_MIN {
            return Filed {
                anywhere: list.into(),
                ..Filed::default()
            };
        }
        let (mut anywhere, mut named) = (Vec::new(), Vec::new());
        for at in list {
            match statements[at as usize].resources.beginnings() {
                Some(beginnings) => named.extend(beginnings.into_iter().map(|text| (at, text))),
                None => anywhere.push(at),
            }
        }
        let mut lengths: Vec<usize> = named.iter().map(|(_, text)| text.len()).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let mut beginnings = ByHash::<Vec<u32>>::default();
        for (at, text) in &named {
            let list = hashes(&lengths, text.as_bytes())
                .last()
                .map(|hash| beginnings.entry(hash).or_default())
                .expect("its length is one of them");
            if list.last() != Some(at) {
                list.push(*at);
            }
        }
        let boxed = |(hash, list): (u64, Vec<u32>)| (hash, list.into_boxed_slice());
        Filed {
            anywhere: anywhere.into(),
            lengths: lengths.into(),
            beginnings: beginnings.into_iter().map(boxed).collect(),
        }
    }

    /// The lists of the beginnings that the text has.
    fn beginning(&self, text: &[u8]) -> impl Iterator<Item = &[u32]> {
        hashes(&self.lengths, text).filter_map(|hash| Some(&**self.beginnings.get(&hash)?))
    }
}

/// Hashes of the text's beginnings of those lengths, as far as it reaches.
fn hashes(lengths: &[usize], text: &[u8]) -> impl Iterator<Item = u64> {
    let (mut state, mut at) = (0, 0);
    lengths.iter().map_while(move |&length| {
        state = hash(state, text.get(at..length)?);
        at = length;
        Some(state ^ (state >> 32))
    })
}

/// A quick hash that goes on where it stopped; nothing depends on its being a good one.
fn hash(state: u64, bytes: &[u8]) -> u64 {
    let mix =
        |state: u64, word: u64| (state.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let word = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |word, &byte| (word << 8) | u64::from(byte))
    };
    let chunks = bytes.chunks_exact(8);
    let rest = word(chunks.remainder());
    mix(
        chunks.fold(state, |state, chunk| mix(state, word(chunk))),
        rest,
    )
}

/// Keys that are hashes already.
#[derive(Clone, Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(self.0, bytes);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn speaks_of_every_service(statement: &Statement) -> bool {
    let every = |pattern: &ActionPattern| matches!(pattern, ActionPattern::Every);
    statement.actions.not || statement.actions.patterns.iter().any(every)
}

fn services_of(statement: &Statement) -> impl Iterator<Item = &SmolStr> {
    statement
        .actions
        .patterns
        .iter()
        .filter_map(|pattern| match pattern {
            ActionPattern::Of { service, .. } => Some(service),
            ActionPattern::Every | ActionPattern::None => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, compile, document::Document};

    #[test]
    fn of_many_statements_only_those_are_compared_that_begin_as_the_resource_does() {
        let statement = |name: &str| {
            format!(
                r#"{{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::{name}","arn:aws:s3:::{name}"]}}"#
            )
        };
        let names = [
            "a-*",
            "ab-*",
            "a?c",
            "*x",
            "ab-c",
            "${aws:userid}",
            "a-b*",
            "z",
        ];
        let list = names.map(statement).join(",");
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{list}]}}"#);
        let document = Document::parse(&text).unwrap();
        let compiled = compile(&document, Kind::Managed, &BTreeMap::new());
        let index = Index::of_effect(compiled.statements(), Effect::Allow);
        let filed = index.of("S3");
        let found = |text: &str| {
            let lists = std::iter::once(&*filed.anywhere).chain(filed.beginning(text.as_bytes()));
            let mut found: Vec<u32> = lists.flatten().copied().collect();
            found.sort_unstable();
            found
        };
        assert_eq!(found("ab-cd"), [1, 2, 3, 4, 5]);
        assert_eq!(found("a-b"), [0, 2, 3, 5, 6]);
        assert_eq!(found(""), [3, 5]);
        assert!(index.of("ec2").anywhere.is_empty());
    }
}
