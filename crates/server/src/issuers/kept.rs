//! Keys that were fetched are kept: asked for again when they grow old, or lack the key that a token names.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use federation::oidc::KeySet;
use iam::{KeyRequest, NoKeys};

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
        let fresh = |now| kept.within(FRESH, now).filter(|_| !wanted.newer);
        if let Some(keys) = fresh(Instant::now()) {
            return Ok(keys);
        }
        let mut budget = kept.budget.lock().await;
        let now = Instant::now();
        if let Some(keys) = fresh(now) {
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
        let name = (wanted.issuer.clone(), wanted.thumbprints.clone());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= ISSUERS_MAX && !kept.contains_key(&name) {
            kept.clear();
        }
        Arc::clone(kept.entry(name).or_default())
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
