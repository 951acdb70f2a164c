//! Statements filed by the service of their actions and by how their resources begin, so that those that cannot match
//! cost nothing.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::facts::Facts;
use crate::statement::{Effect, Statement};

/// The statements of one effect that may match, by service.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// Sorted by service; each holds the statements of every service too.
    services: Box<[(Box<str>, Filed)]>,
    /// Statements that speak of actions of every service, or of all but some.
    every: Filed,
}

/// Statements by how the last part of their resource patterns begins. Each list is in the order of the document.
#[derive(Clone, Debug, Default)]
struct Filed {
    /// Those that may match any resource.
    anywhere: Box<[u32]>,
    named: Option<Box<Beginnings>>,
}

/// Statements by the hash of a beginning: that two may share one costs a comparison and decides nothing.
#[derive(Clone, Debug)]
struct Beginnings {
    /// How long the beginnings are, ascending.
    lengths: Box<[u32]>,
    /// Where the statements of each group of hashes begin; there is a power of two of groups, and one more bound.
    groups: Box<[u32]>,
    /// Sorted by group, hash and statement.
    hashes: Box<[u32]>,
    /// The statement of each hash.
    statements: Box<[u32]>,
}

/// A single statement is faster compared than looked up.
const FILED_MIN: usize = 2;

impl Index {
    pub(crate) fn of_effect(statements: &[Statement], effect: Effect) -> Index {
        let mut by_service: BTreeMap<SmolStr, Vec<u32>> = BTreeMap::new();
        let mut every = Vec::new();
        for (at, statement) in (0_u32..)
            .zip(statements)
            .filter(|(_, statement)| statement.effect == effect)
        {
            match statement.actions.services() {
                Some(services) => {
                    services.for_each(|service| by_service.entry(service).or_default().push(at));
                }
                None => every.push(at),
            }
        }
        let with_every = |(service, mut list): (SmolStr, Vec<u32>)| {
            list.extend_from_slice(&every);
            list.sort_unstable();
            list.dedup();
            (service.as_str().into(), Filed::new(statements, list))
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
                named: None,
            };
        }
        let (mut anywhere, mut named) = (Vec::new(), Vec::new());
        for at in list {
            match statements[at as usize].resources.beginnings() {
                Some(beginnings) => named.extend(beginnings.into_iter().map(|text| (text, at))),
                None => anywhere.push(at),
            }
        }
        Filed {
            anywhere: anywhere.into(),
            named: (!named.is_empty()).then(|| Box::new(Beginnings::new(&named))),
        }
    }

    /// The lists of the beginnings that the text has.
    fn beginning(&self, text: &[u8]) -> impl Iterator<Item = &[u32]> {
        let named = self.named.iter();
        named.flat_map(move |named| hashes(&named.lengths, text).map(|hash| named.of(hash)))
    }
}

impl Beginnings {
    fn new(named: &[(&[u8], u32)]) -> Beginnings {
        let length = |text: &[u8]| u32::try_from(text.len()).expect("policies are below 4 GiB");
        let mut lengths: Vec<u32> = named.iter().map(|(text, _)| length(text)).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let groups = u32::try_from(named.len()).expect("policies are below 4 GiB");
        let groups = groups.next_power_of_two();
        let hashed = |&(text, at): &(&[u8], u32)| {
            let hash = hashes(&lengths, text).last();
            let hash = hash.expect("its length is one of them");
            (hash & (groups - 1), hash, at)
        };
        let mut entries: Vec<(u32, u32, u32)> = named.iter().map(hashed).collect();
        entries.sort_unstable();
        entries.dedup();
        let start = |group| entries.partition_point(|entry| entry.0 < group);
        Beginnings {
            groups: (0..=groups)
                .map(|group| u32::try_from(start(group)).expect("fewer than were named"))
                .collect(),
            hashes: entries.iter().map(|entry| entry.1).collect(),
            statements: entries.iter().map(|entry| entry.2).collect(),
            lengths: lengths.into(),
        }
    }

    /// The statements of a hash.
    fn of(&self, hash: u32) -> &[u32] {
        let group = hash as usize & (self.groups.len() - 2);
        let group = self.groups[group] as usize..self.groups[group + 1] as usize;
        let hashes = &self.hashes[group.clone()];
        let before = hashes.iter().take_while(|&&other| other < hash).count();
        let with = hashes[before..].iter().take_while(|&&other| other == hash);
        let start = group.start + before;
        &self.statements[start..start + with.count()]
    }
}

/// Hashes of the text's beginnings of those lengths, as far as it reaches.
fn hashes(lengths: &[u32], text: &[u8]) -> impl Iterator<Item = u32> {
    let (mut state, mut at) = (0, 0);
    lengths.iter().map_while(move |&length| {
        state = hash(state, text.get(at..length as usize)?);
        at = length as usize;
        Some((state >> 32) as u32)
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
