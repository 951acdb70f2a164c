//! What has been found out about session policies, kept between requests.

use crate::session::SessionPolicies;
use crate::state::Tag;
use policy::CompiledPolicy;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What an accepted set of policies and tags takes in memory, with its place in the map.
const ACCEPTED_BYTES: usize = 64;
/// A compiled policy takes at most so many times its text, with the text.
const COMPILED_TIMES: usize = 4;

/// Session policies that were accepted or compiled before: callers pass the same ones again and again.
///
/// All that it keeps follows from texts that are found by their hash, so holding one changes no answer. It takes at most about
/// the given number of bytes, and forgets what was not asked for longest. Refusals are not kept. Shared between threads by reference.
pub struct SessionPolicyCache {
    /// The packed size of policies and tags whose inline policy was accepted.
    accepted: Recent<usize>,
    compiled: Recent<Arc<CompiledPolicy>>,
}

impl SessionPolicyCache {
    /// A cache of at most about `bytes`.
    #[must_use]
    pub fn new(bytes: usize) -> SessionPolicyCache {
        SessionPolicyCache {
            accepted: Recent::new(bytes / 8),
            compiled: Recent::new(bytes - bytes / 8),
        }
    }

    /// The packed size in percent of policies and tags whose inline policy was accepted; `None` if that is not known.
    pub(crate) fn percent(
        &self,
        policies: Option<&SessionPolicies>,
        tags: &[Tag],
    ) -> Option<usize> {
        self.accepted.find(&fingerprint(policies, tags))
    }

    /// Keeps the packed size of policies and tags. The inline policy must have been accepted.
    pub(crate) fn keep(&self, policies: Option<&SessionPolicies>, tags: &[Tag], percent: usize) {
        self.accepted
            .insert(fingerprint(policies, tags), percent, ACCEPTED_BYTES);
    }

    /// The policy that `compile` makes of this text, which must follow from the text alone.
    pub(crate) fn compiled(
        &self,
        text: &str,
        compile: impl FnOnce() -> CompiledPolicy,
    ) -> Arc<CompiledPolicy> {
        let fingerprint = Sha256::digest(text).into();
        if let Some(compiled) = self.compiled.find(&fingerprint) {
            return compiled;
        }
        let compiled = Arc::new(compile());
        let bytes = ACCEPTED_BYTES + COMPILED_TIMES * text.len();
        self.compiled
            .insert(fingerprint, Arc::clone(&compiled), bytes);
        compiled
    }
}

impl std::fmt::Debug for SessionPolicyCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionPolicyCache(…)")
    }
}

/// A hash over all parts, each with its length before it, so that no two sets of parts look alike.
fn fingerprint(policies: Option<&SessionPolicies>, tags: &[Tag]) -> Fingerprint {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    };
    let inline = policies.and_then(|policies| policies.inline.as_deref());
    let managed = policies.map_or(&[][..], |policies| &policies.managed);
    // No inline policy is another thing than an empty one.
    part(if inline.is_some() { "inline" } else { "" });
    part(inline.unwrap_or_default());
    part(&managed.len().to_string());
    managed.iter().for_each(|arn| part(arn));
    for tag in tags {
        part(&tag.key);
        part(&tag.value);
    }
    hash.finalize().into()
}

type Fingerprint = [u8; 32];

/// Values by the hash of what they follow from.
struct Recent<V> {
    generations: Mutex<Generations<V>>,
    generation_bytes_max: usize,
}

/// Two generations: what is used moves to the young one; when that is full, the old one goes.
struct Generations<V> {
    young: BTreeMap<Fingerprint, Entry<V>>,
    young_bytes: usize,
    old: BTreeMap<Fingerprint, Entry<V>>,
}

struct Entry<V> {
    value: V,
    bytes: usize,
}

impl<V: Clone> Recent<V> {
    fn new(bytes_max: usize) -> Recent<V> {
        Recent {
            generations: Mutex::new(Generations {
                young: BTreeMap::new(),
                young_bytes: 0,
                old: BTreeMap::new(),
            }),
            generation_bytes_max: bytes_max / 2,
        }
    }

    fn find(&self, fingerprint: &Fingerprint) -> Option<V> {
        let aged = self.with(|generations| match generations.young.get(fingerprint) {
            Some(entry) => Ok(entry.value.clone()),
            None => Err(generations.old.remove(fingerprint)),
        });
        match aged {
            Ok(value) => Some(value),
            Err(None) => None,
            Err(Some(Entry { value, bytes })) => {
                self.insert(*fingerprint, value.clone(), bytes);
                Some(value)
            }
        }
    }

    fn insert(&self, fingerprint: Fingerprint, value: V, bytes: usize) {
        if bytes > self.generation_bytes_max {
            return;
        }
        let leaving = self.with(|generations| {
            let full = generations.young_bytes + bytes > self.generation_bytes_max;
            let leaving = full.then(|| {
                generations.young_bytes = 0;
                std::mem::replace(&mut generations.old, std::mem::take(&mut generations.young))
            });
            let before = generations
                .young
                .insert(fingerprint, Entry { value, bytes });
            if before.is_none() {
                generations.young_bytes += bytes;
            }
            leaving
        });
        drop(leaving);
    }

    fn with<T>(&self, act: impl FnOnce(&mut Generations<V>) -> T) -> T {
        // Whole entries go in and out, so what a panicking thread left is sound.
        act(&mut self
            .generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::collections::BTreeSet;

    impl<V: Clone> Recent<V> {
        /// Entries, and the bytes that they take.
        fn held(&self) -> (usize, usize) {
            self.with(|generations| {
                let entries = || generations.young.values().chain(generations.old.values());
                (entries().count(), entries().map(|entry| entry.bytes).sum())
            })
        }
    }

    fn tags(pairs: &[(&str, &str)]) -> Vec<Tag> {
        let tag = |(key, value): &(&str, &str)| Tag {
            key: (*key).to_owned(),
            value: (*value).to_owned(),
        };
        pairs.iter().map(tag).collect()
    }

    fn policies(inline: Option<&str>, managed: &[&str]) -> SessionPolicies {
        SessionPolicies {
            inline: inline.map(str::to_owned),
            managed: managed.iter().map(|arn| (*arn).to_owned()).collect(),
        }
    }

    #[test]
    fn nothing_that_differs_looks_alike() {
        let mut seen = BTreeSet::new();
        let mut count = 0;
        for inline in [None, Some(""), Some("a"), Some("ab"), Some("inline")] {
            for managed in [&[][..], &["a"], &["a", "b"], &["ab"], &[""]] {
                for pairs in [
                    &[][..],
                    &[("ab", "")],
                    &[("a", "b")],
                    &[("a", ""), ("b", "")],
                ] {
                    let policies = policies(inline, managed);
                    count += 1;
                    assert!(
                        seen.insert(fingerprint(Some(&policies), &tags(pairs))),
                        "{inline:?} {managed:?} {pairs:?}"
                    );
                }
            }
        }
        assert_eq!(count, 100);
    }

    #[test]
    fn sizes_are_known_of_what_was_kept_alone() {
        let cache = SessionPolicyCache::new(100_000);
        let (one, other) = (policies(Some("a"), &[]), policies(Some("b"), &[]));
        let tag = tags(&[("k", "v")]);
        assert_eq!(cache.percent(Some(&one), &tag), None);
        cache.keep(Some(&one), &tag, 7);
        cache.keep(None, &tag, 1);
        assert_eq!(cache.percent(Some(&one), &tag), Some(7));
        assert_eq!(cache.percent(None, &tag), Some(1));
        assert_eq!(cache.percent(Some(&one), &[]), None);
        assert_eq!(cache.percent(Some(&other), &tag), None);
    }

    #[test]
    fn it_is_bounded_in_bytes_and_keeps_what_is_used() {
        let recent = Recent::new(1000);
        let key = |number: u16| Fingerprint::from(Sha256::digest(number.to_le_bytes()));
        recent.insert(key(0), 0, 10);
        for number in 1..500 {
            recent.insert(key(number), number, usize::from(number) % 99);
            assert_eq!(recent.find(&key(0)), Some(0), "{number}");
            assert_eq!(recent.find(&key(number)), Some(number));
            assert!(recent.held().1 <= 1000);
        }
        assert!(recent.held().0 < 60);
        assert_eq!(recent.find(&key(1)), None);
        recent.insert(key(1), 1, 501);
        assert_eq!(recent.find(&key(1)), None, "too large to be kept");
    }

    #[test]
    fn a_policy_is_compiled_once() {
        let cache = SessionPolicyCache::new(100_000);
        let compiled = Cell::new(0);
        let get = |text: &str| {
            let policy = cache.compiled(text, || {
                compiled.set(compiled.get() + 1);
                let document = policy::Document::parse(text).unwrap();
                policy::compile(&document, policy::Kind::Session, &BTreeMap::new())
            });
            assert_eq!(policy.text(), text);
        };
        let policy = |action: &str| {
            format!(r#"{{"Statement":{{"Effect":"Allow","Action":"{action}","Resource":"*"}}}}"#)
        };
        get(&policy("s3:*"));
        get(&policy("s3:*"));
        get(&policy("sqs:*"));
        assert_eq!(compiled.get(), 2);
    }
}
