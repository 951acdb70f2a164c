//! The log in a data folder, in an embedded SQLite database.

mod copy;
mod database;
mod folder;

use std::path::Path;

use crate::chain::Link;
use crate::contract::check_sizes;
use crate::{
    AppendError, Checkpoint, Damage, Fault, Journal, OpenError, RECORD_BYTES_MAX, Verified,
};
use database::{Database, FORMAT};
use folder::Folder;

pub use copy::restore;
pub(crate) use copy::write_backup;

/// How a data folder is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The name of a registered SQLite VFS to use in place of the usual one; tests put faults there.
    pub vfs: Option<&'a str>,
    /// The most bytes of one record.
    pub record_bytes_max: usize,
    /// After how many pages of 4 KiB the write-ahead log is folded into the database file. The append
    /// that reaches it pays for the fold; recovery after a crash reads at most about so many pages.
    pub wal_frames_max: u32,
}

impl Options<'static> {
    /// What [`Sqlite::open`] takes: 16 MiB of write-ahead log fold in some milliseconds, seldom enough
    /// that appends hardly feel it, and are read again in as many at a start after a crash.
    pub const USUAL: Options<'static> = Options {
        vfs: None,
        record_bytes_max: RECORD_BYTES_MAX,
        wal_frames_max: 4096,
    };
}

/// A log in a data folder: `journal.sqlite`, beside it `format` (a version number) and `lock`.
///
/// The folder is 0700 and the files are 0600. One journal at a time has the folder open. Every opening
/// checks the whole chain; what a chain cannot show is that its end was cut off, unless a checkpoint
/// lies beyond the cut.
///
/// ```
/// use journal::{Journal, OpenError, Sqlite};
///
/// let place = tempfile::tempdir()?;
/// let mut journal = Sqlite::open(&place.path().join("data"))?;
/// journal.append(0, &[b"kept".to_vec()])?;
/// assert!(matches!(Sqlite::open(&place.path().join("data")), Err(OpenError::Locked)));
///
/// drop(journal);
/// assert_eq!(Sqlite::open(&place.path().join("data"))?.head(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Sqlite {
    // Before the folder, so that it is closed before the lock is given up.
    database: Database,
    _folder: Folder,
    head: Link,
    poisoned: bool,
    record_bytes_max: usize,
    wal_frames_max: u32,
}

impl Sqlite {
    /// Opens the log in `folder`, made if it is not there, once its whole chain is checked.
    pub fn open(folder: &Path) -> Result<Sqlite, OpenError> {
        Sqlite::open_with(folder, Options::USUAL)
    }

    /// Opens the log in `folder` as [`open`](Sqlite::open) does, with other options.
    pub fn open_with(folder: &Path, options: Options<'_>) -> Result<Sqlite, OpenError> {
        let folder = Folder::enter(folder)?;
        let path = folder.database();
        let foreign = |reason| {
            OpenError::Fault(Fault::Foreign {
                path: path.clone(),
                reason,
            })
        };

        let claimed = folder.format()?;
        if let Some(found) = claimed.filter(|format| *format > FORMAT) {
            return Err(OpenError::NewerFormat {
                found,
                known: FORMAT,
            });
        }
        // The format file is written last, so a database must be there once it is.
        if claimed.is_some()
            && !path
                .try_exists()
                .map_err(Fault::store("finding the database"))?
        {
            return Err(foreign("is missing from its data folder"));
        }
        folder.create_database()?;
        let database = Database::open(&path, options.vfs)?;
        let found = database.format(&path)?;
        if found > FORMAT {
            return Err(OpenError::NewerFormat {
                found,
                known: FORMAT,
            });
        }
        if claimed.is_some_and(|claimed| found < claimed) {
            return Err(foreign("is older than its data folder says"));
        }
        database.create_or_migrate(found)?;
        let head = database.walk(Link::START, &mut |_, _| Ok(()))?;
        if claimed.is_none() && head != Link::START {
            return Err(foreign(
                "holds records, but the file `format` beside it is missing",
            ));
        }
        if claimed != Some(FORMAT) {
            folder.write_format(FORMAT)?;
        }
        let Options {
            record_bytes_max,
            wal_frames_max,
            ..
        } = options;
        Ok(Sqlite {
            database,
            _folder: folder,
            head,
            poisoned: false,
            record_bytes_max,
            wal_frames_max,
        })
    }

    fn healthy(&self) -> Result<(), Fault> {
        if self.poisoned {
            Err(Fault::Poisoned)
        } else {
            Ok(())
        }
    }

    /// Passes on the outcome of a write; a failed one is the last.
    fn written<T>(&mut self, outcome: Result<T, Fault>) -> Result<T, Fault> {
        if outcome.is_err() {
            self.poisoned = true;
            self.database.forsake();
        }
        outcome
    }

    /// Folds the write-ahead log if it is time. What was written before is durable even if this fails,
    /// so the failure shows at the next call.
    fn fold(&mut self) {
        let folded = self.database.fold(self.wal_frames_max);
        let _ = self.written(folded);
    }
}

impl Journal for Sqlite {
    fn head(&self) -> u64 {
        self.head.seq
    }

    fn append(&mut self, after: u64, records: &[Vec<u8>]) -> Result<u64, AppendError> {
        self.healthy()?;
        if after != self.head.seq {
            return Err(AppendError::Conflict {
                head: self.head.seq,
            });
        }
        check_sizes(records, self.record_bytes_max)?;
        if records.is_empty() {
            return Ok(self.head.seq);
        }
        let appended = self
            .database
            .append(self.head, records.iter().map(Vec::as_slice));
        self.head = self.written(appended)?;
        self.fold();
        Ok(self.head.seq)
    }

    fn read(
        &mut self,
        after: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Result<(), String>,
    ) -> Result<(), Fault> {
        self.healthy()?;
        if after >= self.head.seq {
            return Ok(());
        }
        let from = self.database.link(after)?;
        let end = self.database.walk(from, visit)?;
        if end == self.head {
            return Ok(());
        }
        let seq = end.seq.min(self.head.seq) + 1;
        Err(Fault::Damaged {
            seq,
            damage: if end.seq < self.head.seq {
                Damage::Missing
            } else {
                Damage::Altered
            },
        })
    }

    fn verify(&mut self) -> Result<Verified, Fault> {
        self.healthy()?;
        self.read(0, &mut |_, _| Ok(()))?;
        let checkpoint = self
            .database
            .checkpoint(self.head)?
            .map(|checkpoint| checkpoint.at);
        Ok(Verified {
            records: self.head.seq,
            checkpoint,
        })
    }

    fn write_checkpoint(&mut self, at: u64, state: &[u8]) -> Result<(), Fault> {
        self.healthy()?;
        if at > self.head.seq {
            return Err(Fault::BeyondHead {
                at,
                head: self.head.seq,
            });
        }
        let link = self.database.link(at)?;
        let written = self.database.write_checkpoint(link, state);
        self.written(written)?;
        self.fold();
        Ok(())
    }

    fn checkpoint(&mut self) -> Result<Option<Checkpoint>, Fault> {
        self.healthy()?;
        self.database.checkpoint(self.head)
    }

    fn backup(&mut self, to: &Path) -> Result<(), Fault> {
        self.healthy()?;
        write_backup(to, self.head, |copy| self.database.copy_into(copy))
    }
}
