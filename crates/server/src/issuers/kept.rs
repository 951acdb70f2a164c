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
    kept: Mutex<ByIssuer>,
}

/// By issuer, then by thumbprints: accounts with other thumbprints trust other servers, and so have keys of their own.
type ByIssuer = HashMap<String, HashMap<Vec<String>, Arc<Kept>>>;

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
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = find(&kept, &wanted.issuer, &wanted.thumbprints) {
            return Arc::clone(known);
        }
        if kept.values().map(HashMap::len).sum::<usize>() >= ISSUERS_MAX {
            kept.clear();
        }
        let of_issuer = kept.entry(wanted.issuer.clone()).or_default();
        Arc::clone(of_issuer.entry(wanted.thumbprints.clone()).or_default())
    }
}

/// Keys that were fetched not long ago need no second answer.
impl KeptKeys for Issuers {
    fn at_hand(&self, issuer: &str, thumbprints: &[String]) -> Option<Arc<KeySet>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        find(&kept, issuer, thumbprints)?.within(FRESH, Instant::now())
    }
}

fn find<'k>(kept: &'k ByIssuer, issuer: &str, thumbprints: &[String]) -> Option<&'k Arc<Kept>> {
    kept.get(issuer)?.get(thumbprints)
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
        let at_hand = || issuers.at_hand(&wanted.issuer, &wanted.thumbprints);
        assert_eq!(at_hand(), None);
        let fetched = issuers.keys(&wanted).await.unwrap();
        assert!(Arc::ptr_eq(&fetched, &at_hand().unwrap()));
        // Who trusts other servers asks.
        let others = ["00".repeat(20)];
        assert_eq!(issuers.at_hand(&wanted.issuer, &others), None);
    }

    /// Whoever asks while somebody asks takes what the next answer says: the budget is not spent on one rotation.
    #[test]
    fn many_who_miss_a_key_at_once_ask_twice_at_most() {
        // One thread reads files, and it is kept busy until everybody has asked.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .max_blocking_threads(1)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(ask_at_once());
    }

    async fn ask_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (issuers, wanted) = issuers(folder.path());
        let newer = KeyRequest {
            newer: true,
            ..wanted
        };
        let ask = || issuers.keys(&newer);
        let (everybody_asked, wait) = std::sync::mpsc::channel();
        let busy = tokio::task::spawn_blocking(move || wait.recv());
        let release = async {
            tokio::task::yield_now().await;
            everybody_asked.send(()).unwrap();
        };
        let answers = tokio::join!(ask(), ask(), ask(), ask(), ask(), ask(), release);
        let (first, second, third, fourth, fifth, sixth, ()) = answers;
        busy.await.unwrap().unwrap();
        let second = second.unwrap();
        for later in [third, fourth, fifth, sixth] {
            assert!(Arc::ptr_eq(&second, &later.unwrap()));
        }
        // Who asks afterwards may know of a newer one yet.
        let next = ask().await.unwrap();
        assert!(!Arc::ptr_eq(&second, &next) && !Arc::ptr_eq(&first.unwrap(), &next));
    }
}
