//! Journals that do what disks and other nodes do.

use std::path::Path;
use std::sync::{Arc, Mutex};

use journal::{AppendError, Checkpoint, Fault, Journal, Memory, Verified};

/// A log that several servers share, as nodes share a database; with a number of appends after which it fails.
#[derive(Clone)]
pub(crate) struct Shared {
    log: Arc<Mutex<Memory>>,
    appends_left: usize,
}

impl Shared {
    pub(crate) fn new(appends_left: usize) -> Shared {
        Shared {
            log: Arc::default(),
            appends_left,
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Memory) -> T) -> T {
        act(&mut self.log.lock().unwrap())
    }
}

impl Journal for Shared {
    fn head(&self) -> u64 {
        self.with(|log| log.head())
    }

    fn append(&mut self, after: u64, records: &[Vec<u8>]) -> Result<u64, AppendError> {
        if self.appends_left == 0 {
            return Err(Fault::Store {
                doing: "syncing",
                reason: "no space left".to_owned(),
            }
            .into());
        }
        let appended = self.with(|log| log.append(after, records));
        if appended.is_ok() {
            self.appends_left -= 1;
        }
        appended
    }

    fn read(
        &mut self,
        after: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Result<(), String>,
    ) -> Result<(), Fault> {
        self.with(|log| log.read(after, visit))
    }

    fn verify(&mut self) -> Result<Verified, Fault> {
        self.with(Journal::verify)
    }

    fn write_checkpoint(&mut self, at: u64, state: &[u8]) -> Result<(), Fault> {
        self.with(|log| log.write_checkpoint(at, state))
    }

    fn checkpoint(&mut self) -> Result<Option<Checkpoint>, Fault> {
        self.with(Journal::checkpoint)
    }

    fn backup(&mut self, to: &Path) -> Result<(), Fault> {
        self.with(|log| log.backup(to))
    }
}
