//! One SQLite file holding the chain and the checkpoint, through one connection.
//!
//! The file is in WAL mode with `synchronous=FULL`: a commit is one write and one sync of the
//! write-ahead log. What the log holds is folded into the database file by [`Database::fold`], called
//! after appends, and not by SQLite's own `wal_autocheckpoint`, which ignores errors: a failed sync of
//! the database file must be seen.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Row, TransactionBehavior};

use crate::chain::Link;
use crate::{Checkpoint, Damage, Fault, OpenError};

/// The format that this program writes: the number of the last migration.
pub(super) const FORMAT: u32 = MIGRATIONS.len() as u32;

/// What turns a database of format *n* into one of format *n* + 1; the first makes an empty file a log.
/// A row that was released is never edited.
const MIGRATIONS: &[&str] = &["
    PRAGMA application_id = 0x506f7274;
    CREATE TABLE log (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE TABLE checkpoint (at INTEGER PRIMARY KEY, hash BLOB NOT NULL, digest BLOB NOT NULL, state BLOB NOT NULL) STRICT;
"];

/// The most bytes that the write-ahead log keeps on disk once a large one was folded.
const WAL_BYTES_KEPT: u32 = 64 << 20;

/// A connection to one file, nobody else's while it is open.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
}

impl Database {
    /// Opens the live file of a data folder, in WAL mode.
    pub(super) fn open(path: &Path, vfs: Option<&str>) -> Result<Database, OpenError> {
        Database::connect(path, vfs, "wal").map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Locked,
            Some(_) | None => Fault::store("opening the database")(error).into(),
        })
    }

    /// Opens a file that is to stand alone, without a write-ahead log beside it.
    pub(super) fn open_copy(path: &Path) -> Result<Database, Fault> {
        Database::connect(path, None, "delete").map_err(Fault::store("opening the copy"))
    }

    fn connect(path: &Path, vfs: Option<&str>, mode: &str) -> rusqlite::Result<Database> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let connection = match vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
            None => Connection::open_with_flags(path, flags)?,
        };
        connection.busy_timeout(Duration::ZERO)?;
        // What the file itself says is not trusted to run anything.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        connection.execute_batch(
            "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
        )?;
        // Before the first access, so that SQLite needs no shared memory and nobody else gets in.
        connection.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
        let database = Database { connection };
        database.set_mode(mode)?;
        database.connection.execute_batch(&format!(
            "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
             PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {WAL_BYTES_KEPT};
             BEGIN IMMEDIATE; COMMIT;"
        ))?;
        Ok(database)
    }

    fn set_mode(&self, mode: &str) -> rusqlite::Result<()> {
        let now: String =
            self.connection
                .pragma_update_and_check(None, "journal_mode", mode, |row| row.get(0))?;
        if now != mode {
            return Err(rusqlite::Error::InvalidParameterName(format!(
                "journal_mode is {now}, not {mode}"
            )));
        }
        Ok(())
    }

    /// The format of the file, 0 if it is empty. A file of someone else's is a fault.
    pub(super) fn format(&self, path: &Path) -> Result<u32, Fault> {
        let number = |pragma| {
            self.connection
                .pragma_query_value(None, pragma, |row| row.get::<_, u32>(0))
                .map_err(Fault::store("reading the database's format"))
        };
        let foreign = |reason| Fault::Foreign {
            path: path.to_owned(),
            reason,
        };
        let (application, format) = (number("application_id")?, number("user_version")?);
        let strange: i64 = self
            .connection
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE type <> 'table' OR name NOT IN ('log', 'checkpoint')",
                [],
                |row| row.get(0),
            )
            .map_err(Fault::store("reading the database's tables"))?;
        match (application, format) {
            (0, 0) | (0x506f_7274, 1..) if strange == 0 || format > FORMAT => Ok(format),
            (0x506f_7274, _) => Err(foreign("has tables that do not belong in a journal")),
            _ => Err(foreign("is not a journal of Portcullis")),
        }
    }

    /// Brings the file to the newest format, one transaction for each step.
    pub(crate) fn create_or_migrate(&self, format: u32) -> Result<(), Fault> {
        for (done, migration) in MIGRATIONS.iter().enumerate().skip(format as usize) {
            self.connection
                .execute_batch(&format!(
                    "BEGIN IMMEDIATE; {migration} PRAGMA user_version = {}; COMMIT;",
                    done + 1
                ))
                .map_err(Fault::store("migrating the database"))?;
        }
        Ok(())
    }

    /// Appends after `head`, if the file still ends there, and returns the new head.
    pub(crate) fn append<'a>(
        &mut self,
        head: Link,
        records: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Link, Fault> {
        const DOING: &str = "appending to the database";
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Fault::store(DOING))?;
        let last = transaction
            .prepare_cached("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
            .and_then(|mut last| {
                last.query_row([], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
                })
                .optional()
            })
            .map_err(Fault::store(DOING))?
            .unwrap_or((Link::START.seq as i64, Link::START.hash.to_vec()));
        if last != (head.seq as i64, head.hash.to_vec()) {
            return Err(Fault::Damaged {
                seq: head.seq,
                damage: Damage::Altered,
            });
        }
        let mut link = head;
        {
            let mut insert = transaction
                .prepare_cached("INSERT INTO log (seq, hash, body) VALUES (?1, ?2, ?3)")
                .map_err(Fault::store(DOING))?;
            for body in records {
                link = link.next(body);
                insert
                    .execute((link.seq as i64, link.hash, body))
                    .map_err(Fault::store(DOING))?;
            }
        }
        transaction.commit().map_err(Fault::store(DOING))?;
        Ok(link)
    }

    /// Follows the chain from `from` to its end, showing each record once it is proven.
    #[expect(clippy::type_complexity, reason = "it is the type of `Journal::read`")]
    pub(super) fn walk(
        &self,
        from: Link,
        visit: &mut dyn FnMut(u64, &[u8]) -> Result<(), String>,
    ) -> Result<Link, Fault> {
        fn fields<'row>(row: &'row Row<'_>) -> rusqlite::Result<(i64, &'row [u8], &'row [u8])> {
            Ok((
                row.get(0)?,
                row.get_ref(1)?.as_blob()?,
                row.get_ref(2)?.as_blob()?,
            ))
        }
        // From the start, rows before the first record must be seen too.
        let after = if from == Link::START {
            i64::MIN
        } else {
            from.seq as i64
        };
        let mut statement = self
            .connection
            .prepare_cached("SELECT seq, hash, body FROM log WHERE seq > ?1 ORDER BY seq")
            .map_err(|error| unreadable(from, &error))?;
        let mut rows = statement
            .query([after])
            .map_err(|error| unreadable(from, &error))?;
        let mut link = from;
        while let Some(row) = rows.next().map_err(|error| unreadable(link, &error))? {
            let (seq, hash, body) = fields(row).map_err(|error| unreadable(link, &error))?;
            link = link.follow(seq, hash, body)?;
            visit(link.seq, body).map_err(|reason| Fault::Refused {
                seq: link.seq,
                reason,
            })?;
        }
        Ok(link)
    }

    /// The link at `seq`, as it is stored.
    pub(super) fn link(&self, seq: u64) -> Result<Link, Fault> {
        if seq == 0 {
            return Ok(Link::START);
        }
        let damaged = |damage| Fault::Damaged { seq, damage };
        let hash: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT hash FROM log WHERE seq = ?1")
            .and_then(|mut select| select.query_row([seq as i64], |row| row.get(0)).optional())
            .map_err(|error| damaged(Damage::Unreadable(error.to_string())))?;
        let hash = hash.ok_or(damaged(Damage::Missing))?;
        Ok(Link {
            seq,
            hash: hash.try_into().map_err(|_| damaged(Damage::Altered))?,
        })
    }

    /// Puts a checkpoint in the place of the older one.
    pub(crate) fn write_checkpoint(&mut self, at: Link, state: &[u8]) -> Result<(), Fault> {
        let write = |connection: &mut Connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute("DELETE FROM checkpoint", [])?;
            transaction.execute(
                "INSERT INTO checkpoint (at, hash, digest, state) VALUES (?1, ?2, ?3, ?4)",
                (at.seq as i64, at.hash, at.digest(state), state),
            )?;
            transaction.commit()
        };
        write(&mut self.connection).map_err(Fault::store("writing the checkpoint"))
    }

    /// The checkpoint, if it is intact and belongs to the chain that ends at `head`.
    pub(super) fn checkpoint(&self, head: Link) -> Result<Option<Checkpoint>, Fault> {
        type Stored = (i64, Vec<u8>, Vec<u8>, Vec<u8>);
        let stored: Option<Stored> = self
            .connection
            .query_row(
                "SELECT at, hash, digest, state FROM checkpoint ORDER BY at DESC LIMIT 1",
                [],
                |row| row.try_into(),
            )
            .optional()
            .map_err(Fault::store("reading the checkpoint"))?;
        let Some((at, hash, digest, state)) = stored else {
            return Ok(None);
        };
        let damaged = |reason| Fault::Checkpoint { at, reason };
        let seq = u64::try_from(at).map_err(|_| damaged("its sequence number is negative"))?;
        if seq > head.seq {
            return Err(damaged("the log ends before it"));
        }
        let link = self.link(seq)?;
        if hash != link.hash {
            return Err(damaged("it belongs to another log"));
        }
        if digest != link.digest(&state) {
            return Err(damaged("its digest does not match its bytes"));
        }
        Ok(Some(Checkpoint { at: seq, state }))
    }

    /// Folds the write-ahead log into the file once it has `frames_max` pages or more.
    pub(super) fn fold(&self, frames_max: u32) -> Result<(), Fault> {
        let run = |sql| {
            let mut pragma = self.connection.prepare_cached(sql)?;
            pragma.query_row([], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, i64>(2)?,
                ))
            })
        };
        const DOING: &str = "folding the write-ahead log into the database";
        let (_, frames, folded) =
            run("PRAGMA wal_checkpoint(NOOP)").map_err(Fault::store(DOING))?;
        if frames < i64::from(frames_max) || folded >= frames {
            return Ok(());
        }
        run("PRAGMA wal_checkpoint(PASSIVE)").map_err(Fault::store(DOING))?;
        Ok(())
    }

    /// Copies this database into `copy`, page by page, as of now.
    pub(super) fn copy_into(&self, copy: &mut Database) -> Result<(), Fault> {
        const DOING: &str = "copying the database";
        let backup =
            Backup::new(&self.connection, &mut copy.connection).map_err(Fault::store(DOING))?;
        match backup.step(-1).map_err(Fault::store(DOING))? {
            StepResult::Done => Ok(()),
            unfinished => Err(Fault::store(DOING)(format!(
                "the copy stopped: {unfinished:?}"
            ))),
        }
    }

    /// Closes a file that is to stand alone: everything in it, nothing beside it.
    pub(super) fn close_alone(self) -> Result<(), Fault> {
        const DOING: &str = "closing the copy";
        self.set_mode("delete").map_err(Fault::store(DOING))?;
        self.connection
            .close()
            .map_err(|(_, error)| Fault::store(DOING)(error))
    }

    /// Keeps closing from writing anything: after a failed write the file is left for the next opening.
    pub(super) fn forsake(&self) {
        // The setting is one bit in memory; there is nobody to tell if it cannot be set.
        let _ = self
            .connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }
}

fn unreadable(before: Link, error: &rusqlite::Error) -> Fault {
    Fault::Damaged {
        seq: before.seq + 1,
        damage: Damage::Unreadable(error.to_string()),
    }
}
