use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::{Scope, Secret, SigningKey};

/// Signing keys that were derived before, so that a request costs one HMAC instead of five.
///
/// It holds at most `capacity` keys and forgets those that were not asked for longest; yesterday's
/// go by themselves. Keys are overwritten when they leave. Shared between threads by reference.
pub struct SigningKeyCache {
    generations: Mutex<Generations>,
    generation_entries_max: usize,
}

/// Two generations: what is used moves to the young one; when that is full, the old one goes.
#[derive(Default)]
struct Generations {
    young: BTreeMap<Fingerprint, SigningKey>,
    old: BTreeMap<Fingerprint, SigningKey>,
}

type Fingerprint = [u8; 32];

impl SigningKeyCache {
    /// A cache of at most `capacity` keys (two if fewer).
    pub fn new(capacity: usize) -> Self {
        SigningKeyCache {
            generations: Mutex::default(),
            generation_entries_max: (capacity / 2).max(1),
        }
    }

    /// The signing key of a credential for a scope, derived from `secret` if it is not here;
    /// `None` if `secret` gives none.
    ///
    /// `credential` must differ whenever the secret does, as the sealed secret or the session token
    /// does: entries are found by a hash of it, so that a changed secret never meets an old key.
    ///
    /// ```
    /// let cache = sigv4::SigningKeyCache::new(1000);
    /// let scope = sigv4::Scope { date: "20150830".into(), region: "us-east-1".into(), service: "iam".into() };
    /// let secret = || Some(sigv4::Secret::new("secret".into()));
    /// assert!(cache.get(b"AKIDEXAMPLE, version 1", &scope, secret).is_some());
    /// assert!(cache.get(b"AKIDEXAMPLE, version 1", &scope, || panic!("known already")).is_some());
    /// assert!(cache.get(b"AKIDEXAMPLE, version 2", &scope, || None).is_none());
    /// ```
    pub fn get(
        &self,
        credential: &[u8],
        scope: &Scope,
        secret: impl FnOnce() -> Option<Secret>,
    ) -> Option<SigningKey> {
        let fingerprint = fingerprint(credential, scope);
        if let Some(key) = self.find(&fingerprint) {
            return Some(key);
        }
        // Derived outside the lock: opening a sealed secret may take a while.
        let key = SigningKey::derive(&secret()?, scope);
        self.insert(fingerprint, key.clone());
        Some(key)
    }

    /// How many keys are held.
    pub fn len(&self) -> usize {
        self.with(|generations| generations.young.len() + generations.old.len())
    }

    /// Whether no key is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn find(&self, fingerprint: &Fingerprint) -> Option<SigningKey> {
        let aged = self.with(|generations| match generations.young.get(fingerprint) {
            Some(key) => Some((key.clone(), false)),
            None => generations.old.remove(fingerprint).map(|key| (key, true)),
        });
        let (key, aged) = aged?;
        if aged {
            self.insert(*fingerprint, key.clone());
        }
        Some(key)
    }

    fn insert(&self, fingerprint: Fingerprint, key: SigningKey) {
        let leaving = self.with(|generations| {
            generations.young.insert(fingerprint, key);
            (generations.young.len() >= self.generation_entries_max).then(|| {
                std::mem::replace(&mut generations.old, std::mem::take(&mut generations.young))
            })
        });
        drop(leaving);
    }

    fn with<T>(&self, act: impl FnOnce(&mut Generations) -> T) -> T {
        // Whole entries go in and out, so what a panicking thread left is sound.
        act(&mut self
            .generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for SigningKeyCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKeyCache({} keys, …)", self.len())
    }
}

/// A hash over all parts, each with its length before it, so that no two sets of parts look alike.
fn fingerprint(credential: &[u8], scope: &Scope) -> Fingerprint {
    let mut hash = Sha256::new();
    for part in [
        credential,
        scope.date.as_bytes(),
        scope.region.as_bytes(),
        scope.service.as_bytes(),
    ] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn scope(date: &str) -> Scope {
        Scope {
            date: date.into(),
            region: "us-east-1".into(),
            service: "iam".into(),
        }
    }

    fn derivations(cache: &SigningKeyCache, credential: &str, date: &str) -> u32 {
        let count = Cell::new(0);
        let secret = || {
            count.set(count.get() + 1);
            Some(Secret::new(credential.to_owned()))
        };
        let key = cache
            .get(credential.as_bytes(), &scope(date), secret)
            .unwrap();
        let expected = SigningKey::derive(&Secret::new(credential.to_owned()), &scope(date));
        assert_eq!(key.signature(&[b"x"]), expected.signature(&[b"x"]));
        count.get()
    }

    #[test]
    fn a_key_is_derived_once_for_each_credential_and_day() {
        let cache = SigningKeyCache::new(100);
        assert_eq!(derivations(&cache, "a", "20150830"), 1);
        assert_eq!(derivations(&cache, "a", "20150830"), 0);
        assert_eq!(derivations(&cache, "b", "20150830"), 1);
        assert_eq!(derivations(&cache, "a", "20150831"), 1);
        assert_eq!(cache.len(), 3);
    }

    #[test]
    fn parts_are_kept_apart() {
        let one = Scope {
            date: "a".into(),
            region: "bc".into(),
            service: "d".into(),
        };
        let other = Scope {
            date: "a".into(),
            region: "b".into(),
            service: "cd".into(),
        };
        assert_ne!(fingerprint(b"x", &one), fingerprint(b"x", &other));
    }

    #[test]
    fn it_is_bounded_and_keeps_what_is_used() {
        for capacity in [0, 1, 2, 10] {
            let cache = SigningKeyCache::new(capacity);
            for n in 0..100 {
                derivations(&cache, &n.to_string(), "20150830");
                assert!(cache.len() <= capacity.max(2), "{capacity}");
            }
        }
        let cache = SigningKeyCache::new(10);
        derivations(&cache, "used", "20150830");
        for n in 0..100 {
            derivations(&cache, &n.to_string(), "20150830");
            assert_eq!(derivations(&cache, "used", "20150830"), 0);
        }
    }

    #[test]
    fn nothing_is_kept_without_a_secret() {
        let cache = SigningKeyCache::new(10);
        assert!(cache.get(b"a", &scope("20150830"), || None).is_none());
        assert!(cache.is_empty());
        assert_eq!(format!("{cache:?}"), "SigningKeyCache(0 keys, …)");
    }
}
