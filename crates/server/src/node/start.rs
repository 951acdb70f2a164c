//! A node's first moments: checkpoint, replay, and on the very first start the foundation.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arc_swap::ArcSwap;
use iam::genesis::{self, Founding, RootCredentials};
use iam::{KeyRing, Record, State};
use jiff::Timestamp;
use journal::Journal;
use tokio::sync::mpsc;

use super::clock::Clock;
use super::snapshot::{Node, Shared, Snapshot};
use super::upkeep;
use super::writer::{BATCH_MAX, Job, Refound, Writer};
use crate::Fault;
use crate::entropy;
use crate::folder::Folder;
use crate::issuers::Issuers;
use crate::metrics::Metrics;
use crate::settings::{Enforcement, RootKey, Settings, Store};
use crate::usage::UsageBook;

/// Keys derived for signing, kept for a while.
const SIGNING_KEYS: usize = 16_384;

/// What is known of session policies, kept for a while.
const SESSION_POLICY_BYTES: usize = 8 << 20;

/// A node that is ready, and what its start brought.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The node.
    pub node: Node,
    /// Its folder, unless it is in memory.
    pub folder: Option<Arc<Folder>>,
    /// The foundation, if this start made it.
    pub founded: Option<Founded>,
}

/// What the very first start made.
#[derive(Debug)]
pub(crate) struct Founded {
    /// The first account's root key.
    pub root: RootCredentials,
    /// Whether the key was generated, rather than given by the operator.
    pub generated: bool,
}

/// Opens the store that the settings name. `keep_root` is handed a generated root key before the foundation is durable,
/// so that a crash in between leaves nobody without it.
pub(crate) fn open(
    settings: &Settings,
    metrics: Arc<Metrics>,
    keep_root: &mut dyn FnMut(&Folder, &RootCredentials) -> Result<(), Fault>,
) -> Result<Opened, Fault> {
    let (folder, journal, keys): (_, Box<dyn Journal>, _) = match &settings.store {
        Store::Memory => {
            let keys = KeyRing::generate(entropy::seed(), Timestamp::now());
            (None, Box::new(journal::Memory::new()), keys)
        }
        Store::Folder { data, key_file } => {
            let (folder, journal) = Folder::open(data, key_file)?;
            let keys = folder.keys(journal.head() == 0)?;
            (Some(Arc::new(folder)), Box::new(journal), keys)
        }
    };
    let kept = folder.clone();
    let mut keep = |root: &RootCredentials| match &kept {
        Some(folder) => keep_root(folder, root),
        None => Ok(()),
    };
    let (node, founded) =
        with_journal(settings, journal, keys, folder.clone(), metrics, &mut keep)?;
    Ok(Opened {
        node,
        folder,
        founded,
    })
}

/// A node over this journal.
pub(crate) fn with_journal(
    settings: &Settings,
    mut journal: Box<dyn Journal>,
    keys: KeyRing,
    folder: Option<Arc<Folder>>,
    metrics: Arc<Metrics>,
    keep_root: &mut dyn FnMut(&RootCredentials) -> Result<(), Fault>,
) -> Result<(Node, Option<Founded>), Fault> {
    let issuers = Issuers::load(settings)?;
    let mut snapshot = load(&mut *journal)?;
    let checkpointed = snapshot.checkpointed;
    let founded = if snapshot.seq == 0 {
        let (record, root) = found(settings.account_id, settings.root_key.as_ref(), &keys)?;
        let generated = settings.root_key.is_none();
        if generated {
            keep_root(&root)?;
        }
        snapshot.seq = journal.append(0, &[record.encode()])?;
        snapshot.state.apply(&record);
        Some(Founded { root, generated })
    } else {
        check_root(settings, &snapshot.state, &keys)?;
        None
    };
    metrics.opened(snapshot.seq);
    let shared = Arc::new(Shared {
        snapshot: ArcSwap::from_pointee(Snapshot {
            seq: snapshot.seq,
            state: snapshot.state,
        }),
        keys: ArcSwap::from_pointee(keys),
        signing_keys: sigv4::SigningKeyCache::new(SIGNING_KEYS),
        session_policies: iam::SessionPolicyCache::new(SESSION_POLICY_BYTES),
        settings: iam_settings(settings),
        clock: Clock::default(),
        issuers,
        usage: match &folder {
            Some(folder) => UsageBook::open(folder.path())?,
            None => UsageBook::in_memory(),
        },
        metrics,
        poisoned: AtomicBool::new(false),
    });
    let (jobs, queue) = mpsc::channel::<Job>(4 * BATCH_MAX);
    let writer = Writer {
        journal,
        shared: Arc::clone(&shared),
        jobs: queue,
        own: jobs.downgrade(),
        checkpoint_records: settings.checkpoint_records,
        checkpointed,
        checkpoint_bytes: snapshot.checkpoint_bytes,
        appended_bytes: 0,
        encoding: false,
        refound: refound(settings),
        keep_keys: match folder {
            Some(folder) => Box::new(move |keys| folder.write_keys(keys)),
            None => Box::new(|_| Ok(())),
        },
    };
    std::thread::Builder::new()
        .name("writer".to_owned())
        .spawn(move || writer.run())
        .map_err(|error| Fault::new(format!("cannot start the writer thread: {error}")))?;
    Ok((Node::new(shared, jobs), founded))
}

pub(crate) struct Loaded {
    pub(crate) seq: u64,
    pub(crate) checkpointed: u64,
    pub(crate) checkpoint_bytes: u64,
    pub(crate) state: State,
}

/// The state of a log: its checkpoint, then the records after it.
pub(crate) fn load(journal: &mut dyn Journal) -> Result<Loaded, Fault> {
    let checkpoint = journal.checkpoint()?;
    let checkpoint_bytes = checkpoint
        .as_ref()
        .map_or(0, |checkpoint| checkpoint.state.len() as u64);
    let (mut seq, mut state) = match checkpoint {
        Some(checkpoint) => {
            let state = State::decode(&checkpoint.state).map_err(|error| {
                Fault::new(format!(
                    "the checkpoint at record {}: {error}",
                    checkpoint.at
                ))
            })?;
            (checkpoint.at, state)
        }
        None => (0, State::new()),
    };
    let checkpointed = seq;
    upkeep::replay(journal, &mut seq, &mut state)?;
    Ok(Loaded {
        seq,
        checkpointed,
        checkpoint_bytes,
        state,
    })
}

fn found(
    account_id: Option<iam::AccountId>,
    root_key: Option<&RootKey>,
    keys: &KeyRing,
) -> Result<(Record, RootCredentials), Fault> {
    let root_key = root_key.map(|key| (key.access_key_id.clone(), key.secret.clone()));
    let founding = Founding {
        account_id,
        root_key,
    };
    genesis::found(founding, keys, entropy::seed(), Timestamp::now())
        .map_err(|error| Fault::new(format!("the first account cannot be founded: {error}")))
}

/// Later starts: what the operator gives must equal what is stored.
fn check_root(settings: &Settings, state: &State, keys: &KeyRing) -> Result<(), Fault> {
    if let (Some(given), Some(stored)) = (settings.account_id, state.operator())
        && given != stored
    {
        return Err(Fault::new(format!(
            "the first account of this folder is {stored}, not {given}"
        )));
    }
    if let Some(key) = &settings.root_key
        && !genesis::root_key_matches(state, keys, &key.access_key_id, &key.secret)
    {
        return Err(Fault::new(
            "the root key that is given is not the one of this folder; to replace the stored one: portcullis root-key reset --data DIR",
        ));
    }
    Ok(())
}

fn refound(settings: &Settings) -> Option<Refound> {
    let (Store::Memory, Some(key)) = (&settings.store, &settings.root_key) else {
        return None;
    };
    let account_id = settings.account_id;
    let key = RootKey {
        access_key_id: key.access_key_id.clone(),
        secret: key.secret.clone(),
    };
    Some(Box::new(move |keys| {
        found(account_id, Some(&key), keys).map(|(record, _)| record)
    }))
}

fn iam_settings(settings: &Settings) -> iam::Settings {
    iam::Settings {
        enforcement: match settings.enforcement {
            Enforcement::Enforce => iam::Enforcement::Enforce,
            Enforcement::Log => iam::Enforcement::Log,
        },
        explain_denials: settings.explain_denials,
        single_use_assertions: settings.single_use_assertions,
        quotas: settings.quotas.clone(),
        public_url: settings.public_url.clone(),
        plain_issuers: matches!(settings.store, Store::Memory),
        ..iam::Settings::default()
    }
}

impl Folder {
    /// Opens a folder's log offline, with its keys and its state.
    pub(crate) fn load(
        path: &Path,
        key_file: &Path,
    ) -> Result<(Folder, journal::Sqlite, KeyRing, Loaded), Fault> {
        let (folder, mut journal) = Folder::open(path, key_file)?;
        let keys = folder.keys(journal.head() == 0)?;
        let loaded = load(&mut journal)?;
        Ok((folder, journal, keys, loaded))
    }
}
