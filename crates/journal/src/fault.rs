//! What can go wrong with a log, and what it says about it.

use std::fmt::Display;
use std::path::PathBuf;

/// Why an append was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The log does not end where the caller thought; nothing was written. Catch up and decide again.
    #[error("the log ends at record {head}, not where the decision was made")]
    Conflict {
        /// The sequence number of the last durable record.
        head: u64,
    },
    /// The store failed. Unless the fault is about the caller's own arguments, it is not known whether
    /// the records are durable, and the journal answers [`Fault::Poisoned`] from now on.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why a folder could not be opened as a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Another process, or another journal of this process, has the folder open.
    #[error("the data folder is in use by another process")]
    Locked,
    /// The folder was written by a newer version of this program.
    #[error(
        "the data is of format {found}, but this program knows formats up to {known}; use a newer version"
    )]
    NewerFormat {
        /// The format found.
        found: u32,
        /// The newest format that this program reads.
        known: u32,
    },
    /// The folder, or what is in it, cannot be used.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A failure of the store or damage to what it holds: never the fault of a caller of the service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An earlier write failed, so the handle refuses everything until the journal is opened again.
    #[error("an earlier write to the journal failed; it must be opened again")]
    Poisoned,
    /// The chain is broken at this sequence number.
    #[error("record {seq} {damage}")]
    Damaged {
        /// The first sequence number that is not as it was written.
        seq: u64,
        /// What is wrong there.
        damage: Damage,
    },
    /// The checkpoint is not the one that was written; the records before it may be intact.
    #[error("the checkpoint at record {at} is damaged: {reason}")]
    Checkpoint {
        /// The sequence number that the checkpoint claims.
        at: i64,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A checkpoint was offered for records that do not exist yet; nothing was written.
    #[error("a checkpoint at record {at} is beyond the end of the log, record {head}")]
    BeyondHead {
        /// The sequence number that was offered.
        at: u64,
        /// The sequence number of the last durable record.
        head: u64,
    },
    /// A record is larger than the store takes; nothing was written.
    #[error("record {index} of the batch has {size} bytes; a record has at most {max}")]
    RecordTooLarge {
        /// The record's place in the batch, from 0.
        index: usize,
        /// Its size in bytes.
        size: usize,
        /// The largest size that the store takes.
        max: usize,
    },
    /// The reader of a record refused it, and reading stopped there.
    #[error("record {seq} was refused by its reader: {reason}")]
    Refused {
        /// The record's sequence number.
        seq: u64,
        /// The reader's words.
        reason: String,
    },
    /// A file that would have to be written anew is there already; it was left alone.
    #[error("`{}` exists already", path.display())]
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// The folder holds other things and is open to other users, so it was not taken as a data folder.
    #[error("`{}` is open to other users (mode {mode:03o}) and holds other files; choose another folder or run chmod 700 on it", path.display())]
    Exposed {
        /// The folder.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// What is there is not a log of ours, or not a whole one.
    #[error("`{}` {reason}", path.display())]
    Foreign {
        /// The file or folder.
        path: PathBuf,
        /// What is missing or strange about it.
        reason: &'static str,
    },
    /// The file system or the database failed.
    #[error("{doing}: {reason}")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// The words of the file system or of the database.
        reason: String,
    },
}

impl Fault {
    /// The fault of a failed call of the file system or of the database.
    pub(crate) fn store<E: Display>(doing: &'static str) -> impl FnOnce(E) -> Fault {
        move |error| Fault::Store {
            doing,
            reason: error.to_string(),
        }
    }
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It is not there, or another sequence number stands in its place.
    #[error("is missing")]
    Missing,
    /// It, its hash or its place among the others is not what was written.
    #[error("is not what was written: its hash does not continue the chain")]
    Altered,
    /// The database cannot read it.
    #[error("cannot be read: {0}")]
    Unreadable(String),
}
