//! What every store promises.

use std::path::Path;

use crate::{AppendError, Fault};

/// The most bytes a record has, unless a store is opened with another limit.
pub const RECORD_BYTES_MAX: usize = 64 << 20;

/// A log of opaque records, numbered from 1 without gaps, each chained to the one before it by SHA-256.
///
/// A store may fail in two ways only: it says so, or it stops existing. It never acknowledges what is
/// not durable, never serves a record that is not the one it acknowledged, and after a write that
/// failed it refuses everything with [`Fault::Poisoned`]: whether that write is on disk is known only
/// to the next opening.
///
/// ```
/// use journal::{AppendError, Journal, Memory};
///
/// let mut journal = Memory::new();
/// assert_eq!(journal.append(0, &[b"one".to_vec(), b"two".to_vec()]), Ok(2));
/// assert_eq!(journal.append(0, &[b"late".to_vec()]), Err(AppendError::Conflict { head: 2 }));
///
/// let mut seen = Vec::new();
/// journal.read(1, &mut |seq, body| {
///     seen.push((seq, body.to_vec()));
///     Ok(())
/// })?;
/// assert_eq!(seen, [(2, b"two".to_vec())]);
/// # Ok::<(), journal::Fault>(())
/// ```
pub trait Journal: Send {
    /// The sequence number of the last durable record, 0 while there is none.
    fn head(&self) -> u64;

    /// Appends all records or none, if the log still ends at `after`, and returns the new head.
    ///
    /// On return the records are durable, at the price of one sync whatever their number: this is the
    /// group commit, and the caller makes the groups. No records cost no sync. A conflict, or a record
    /// beyond the store's limit, changes nothing and leaves the journal usable.
    fn append(&mut self, after: u64, records: &[Vec<u8>]) -> Result<u64, AppendError>;

    /// Shows every record after `after` to `visit`, in order, once its place in the chain is proven.
    ///
    /// Stops at the first record that is damaged or that `visit` refuses. A store must notice as well
    /// that records which it acknowledged are no longer there.
    #[expect(
        clippy::type_complexity,
        reason = "an alias would only hide what the caller has to write"
    )]
    fn read(
        &mut self,
        after: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Result<(), String>,
    ) -> Result<(), Fault>;

    /// Reads everything again, checkpoint included, and says what was found sound.
    fn verify(&mut self) -> Result<Verified, Fault>;

    /// Keeps `state` as what the records up to `at` amount to, in place of the older checkpoint.
    ///
    /// It is durable on return, and bound to the chain's hash at `at`, so that it cannot be taken for
    /// the checkpoint of another log or of another place. The bytes of a record are not freed.
    fn write_checkpoint(&mut self, at: u64, state: &[u8]) -> Result<(), Fault>;

    /// The checkpoint written last, if there is one; a damaged one is a fault, never an absence.
    fn checkpoint(&mut self) -> Result<Option<Checkpoint>, Fault>;

    /// Writes everything to a new file, which [`restore`](crate::restore) takes, whatever the store.
    ///
    /// The file must not exist. It appears under its name only when it is whole, read again and
    /// durable, and only its owner may read it. A failed backup does not poison the journal.
    fn backup(&mut self, to: &Path) -> Result<(), Fault>;
}

/// A state kept beside the log, so that opening need not replay every record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The sequence number of the last record that the state includes.
    pub at: u64,
    /// The state, as it was given.
    pub state: Vec<u8>,
}

/// What a verification found sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many records the log holds; the last one has this sequence number.
    pub records: u64,
    /// The sequence number of the checkpoint, if there is one.
    pub checkpoint: Option<u64>,
}

/// Refuses a batch with a record beyond the limit.
pub(crate) fn check_sizes(records: &[Vec<u8>], max: usize) -> Result<(), Fault> {
    match records.iter().position(|record| record.len() > max) {
        Some(index) => Err(Fault::RecordTooLarge {
            index,
            size: records[index].len(),
            max,
        }),
        None => Ok(()),
    }
}
