//! Keys that were fetched are kept: asked for again when they grow old, or lack the key that a token names.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use federation::oidc::KeySet;
use iam::{KeptKeys, KeyRequest, NoKeys};

use super::budget::Budget;
use super::fetch::Fetcher;
use crate::Fault;
use crate::settings::Settings;

/// Keys are taken as they are for so long.
const FRESH: Duration = Duration::from_secs(600);
/// Where the issuer does not answer, older keys serve for so long.
const STALE: Duration = Duration::from_secs(3600);
/// The most issuers whose keys are kept.
const ISSUERS_MAX: usize = 1000;

/// The keys of issuers, from their servers or from files of the operator.
pub(crate) struct Issuers {
    fetcher: Fetcher,
    files: BTreeMap<String, PathBuf>,
    kept: Mutex<HashMap<Name, Arc<Kept>>>,
}

/// Accounts with other thumbprints trust other servers, and so have keys of their own.
type Name = (String, Vec<String>);

fn name(wanted: &KeyRequest) -> Name {
    (wanted.issuer.clone(), wanted.thumbprints.clone())
}

/// What is known of one issuer.
#[derive(Debug, Default)]
struct Kept {
    /// The keys and when they came. Never held across an await: most requests need only look.
    keys: Mutex<Option<(Arc<KeySet>, Instant)>>,
    /// Held by whoever asks the issuer; the others wait for what comes of it.
    budget: tokio::sync::Mutex<Budget>,
}

impl Issuers {
    /// Reads the operator's authorities and key sets, so that a mistake in them shows at the start.
    pub(crate) fn load(settings: &Settings) -> Result<Issuers, Fault> {
        for (issuer, path) in &settings.key_sets {
            read(path).map_err(|error| {
                Fault::new(format!(
                    "cannot use `{}` as the keys of {issuer}: {error}",
                    path.display()
                ))
            })?;
        }
        Ok(Issuers {
            fetcher: Fetcher::new(settings.federation_ca.as_deref(), settings.is_dev())?,
            files: settings.key_sets.clone(),
            kept: Mutex::default(),
        })
    }

    /// The issuer's keys. However many ask at once, the issuer is asked once.
    pub(crate) async fn keys(&self, wanted: &KeyRequest) -> Result<Arc<KeySet>, NoKeys> {
        let kept = self.kept(wanted);
        let asked = Instant::now();
        let mut budget = kept.budget.lock().await;
        let now = Instant::now();
        // Whoever held the budget may have fetched them, and newer than this one knew of.
        let age_max = match wanted.newer {
            true => now.duration_since(asked),
            false => FRESH,
        };
        if let Some(keys) = kept.within(age_max, now) {
            return Ok(keys);
        }
        if !budget.take(now) {
            return kept.within(STALE, now).ok_or(NoKeys::Unreachable);
        }
        match self.fetch(wanted).await {
            Ok(keys) => {
                let keys = Arc::new(keys);
                kept.keep(Arc::clone(&keys), now);
                Ok(keys)
            }
            Err(no_keys) => kept.within(STALE, now).ok_or(no_keys),
        }
    }

    async fn fetch(&self, wanted: &KeyRequest) -> Result<KeySet, NoKeys> {
        let Some(path) = self.files.get(&wanted.issuer) else {
            return self.fetcher.keys(wanted).await;
        };
        let path = path.clone();
        let read = tokio::task::spawn_blocking(move || read(&path)).await;
        match read {
            Ok(Ok(keys)) => Ok(keys),
            Ok(Err(error)) => {
                tracing::warn!(issuer = %wanted.issuer, "no keys: {error}");
                Err(NoKeys::Unusable)
            }
            Err(_) => Err(NoKeys::Unusable),
        }
    }

    fn kept(&self, wanted: &KeyRequest) -> Arc<Kept> {
        let name = name(wanted);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= ISSUERS_MAX && !kept.contains_key(&name) {
            kept.clear();
        }
        Arc::clone(kept.entry(name).or_default())
    }
}

/// Keys that were fetched not long ago need no second answer.
impl KeptKeys for Issuers {
    fn at_hand(&self, wanted: &KeyRequest) -> Option<Arc<KeySet>> {
        if wanted.newer {
            return None;
        }
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get(&name(wanted)).map(Arc::clone)?;
        kept.within(FRESH, Instant::now())
    }
}

impl Kept {
    fn within(&self, age: Duration, now: Instant) -> Option<Arc<KeySet>> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let (keys, at) = keys.as_ref()?;
        (now.duration_since(*at) < age).then(|| Arc::clone(keys))
    }

    fn keep(&self, keys: Arc<KeySet>, at: Instant) {
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = Some((keys, at));
    }
}

/// The key set of a file.
fn read(path: &Path) -> Result<KeySet, String> {
    let text = std::fs::read(path).map_err(|error| error.to_string())?;
    KeySet::parse(&text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Issuers whose keys are in a file with none, and a request for them.
    fn issuers(folder: &Path) -> (Issuers, KeyRequest) {
        let path = folder.join("jwks.json");
        std::fs::write(&path, r#"{"keys": []}"#).unwrap();
        let resolved = crate::settings::resolve(&[], &[], &|_| Ok(String::new())).unwrap();
        let mut settings = Settings::parse(&resolved).unwrap();
        let issuer = "https://id.example.com".to_owned();
        settings.key_sets.insert(issuer.clone(), path);
        let wanted = KeyRequest {
            issuer,
            thumbprints: Vec::new(),
            newer: false,
        };
        (Issuers::load(&settings).unwrap(), wanted)
    }

    #[tokio::test]
    async fn keys_are_at_hand_once_they_were_fetched() {
        let folder = tempfile::tempdir().unwrap();
        let (issuers, wanted) = issuers(folder.path());
        assert_eq!(issuers.at_hand(&wanted), None);
        let fetched = issuers.keys(&wanted).await.unwrap();
        let kept = issuers.at_hand(&wanted).unwrap();
        assert!(Arc::ptr_eq(&fetched, &kept));
        // Who misses a key in them, or trusts other servers, asks.
        let newer = KeyRequest {
            newer: true,
            ..wanted.clone()
        };
        let others = KeyRequest {
            thumbprints: vec!["00".repeat(20)],
            ..wanted
        };
        assert_eq!(issuers.at_hand(&newer), None);
        assert_eq!(issuers.at_hand(&others), None);
    }

    /// Whoever asks while somebody asks takes what the next answer says: the budget is not spent on one rotation.
    #[tokio::test]
    async fn many_who_miss_a_key_at_once_ask_twice_at_most() {
        let folder = tempfile::tempdir().unwrap();
        let (issuers, wanted) = issuers(folder.path());
        let newer = KeyRequest {
            newer: true,
            ..wanted
        };
        let ask = || issuers.keys(&newer);
        let answers = tokio::join!(ask(), ask(), ask(), ask(), ask(), ask());
        let (first, second, third, fourth, fifth, sixth) = answers;
        let second = second.unwrap();
        for later in [third, fourth, fifth, sixth] {
            assert!(Arc::ptr_eq(&second, &later.unwrap()));
        }
        // Who asks afterwards may know of a newer one yet.
        let next = ask().await.unwrap();
        assert!(!Arc::ptr_eq(&second, &next) && !Arc::ptr_eq(&first.unwrap(), &next));
    }
}
