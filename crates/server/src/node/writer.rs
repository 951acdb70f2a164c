//! The single writer: decides again where the state moved, makes durable, publishes, replies.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use iam::{Answer, Record};
use journal::{AppendError, Journal};
use tokio::sync::{mpsc, oneshot};

use super::snapshot::{Answered, Asked, Shared, Snapshot};
use super::upkeep::{self, Report};
use crate::Fault;

/// Requests that share one append at most.
pub(super) const BATCH_MAX: usize = 1024;
/// Another node may win so often before we give up on a batch.
const CONFLICTS_MAX: usize = 64;

/// What the writer does.
pub(super) enum Job {
    /// Makes the change of an answer.
    Write(Box<Write>),
    /// Replaces everything by a fresh foundation (`--dev`).
    Reset(oneshot::Sender<Result<(), Fault>>),
    /// Adds a key to the key ring.
    RotateKeys(oneshot::Sender<Result<(), Fault>>),
    /// Copies the log to this file.
    Backup(PathBuf, oneshot::Sender<Result<(), Fault>>),
    /// Reads the whole log again and replays it.
    Verify(oneshot::Sender<Result<Report, Fault>>),
    /// Keeps a state that was encoded elsewhere.
    Checkpoint(u64, Vec<u8>),
    /// Writes a last checkpoint and ends the thread.
    Stop(oneshot::Sender<()>),
}

/// A request whose answer changes something.
pub(super) struct Write {
    pub(super) asked: Asked,
    pub(super) answer: Box<Answer>,
    /// What the answer was made on.
    pub(super) snapshot: Arc<Snapshot>,
    /// The request itself comes back where its answer, made again, needs work that has not been done.
    pub(super) reply: oneshot::Sender<Result<Answered, Box<Asked>>>,
}

pub(super) struct Writer {
    pub(super) journal: Box<dyn Journal>,
    pub(super) shared: Arc<Shared>,
    pub(super) jobs: mpsc::Receiver<Job>,
    /// To itself, from threads that encode checkpoints; weak, so that the queue closes when the node is gone.
    pub(super) own: mpsc::WeakSender<Job>,
    pub(super) checkpoint_records: u64,
    pub(super) checkpointed: u64,
    /// How large the last checkpoint is, and how much was appended since.
    pub(super) checkpoint_bytes: u64,
    pub(super) appended_bytes: u64,
    pub(super) encoding: bool,
    /// How to begin anew, on servers that may (`--dev`).
    pub(super) refound: Option<Refound>,
    /// Where a rotated key ring is kept.
    pub(super) keep_keys: KeepKeys,
}

pub(super) type KeepKeys = Box<dyn Fn(&iam::KeyRing) -> Result<(), Fault> + Send>;

pub(super) type Refound = Box<dyn Fn(&iam::KeyRing) -> Result<Record, Fault> + Send>;

impl Writer {
    pub(super) fn run(mut self) {
        let mut jobs = Vec::new();
        while self.jobs.blocking_recv_many(&mut jobs, BATCH_MAX) > 0 {
            let mut batch = Vec::new();
            for job in jobs.drain(..) {
                if let Job::Write(write) = job {
                    batch.push(*write);
                    continue;
                }
                self.commit(std::mem::take(&mut batch));
                if let Job::Stop(reply) = job {
                    self.last_checkpoint();
                    drop(self.journal);
                    let _ = reply.send(());
                    return;
                }
                self.perform(job);
            }
            self.commit(batch);
            self.start_checkpoint();
        }
    }

    fn perform(&mut self, job: Job) {
        // Whoever no longer waits for a reply has lost its connection; the work is done all the same.
        match job {
            Job::Write(write) => self.commit(vec![*write]),
            Job::Reset(reply) => drop(reply.send(self.reset())),
            Job::RotateKeys(reply) => drop(reply.send(self.rotate_keys())),
            Job::Backup(to, reply) => {
                drop(reply.send(self.journal.backup(&to).map_err(Fault::from)));
            }
            Job::Verify(reply) => {
                let snapshot = self.shared.snapshot.load_full();
                drop(reply.send(upkeep::verify_journal(&mut *self.journal, Some(&snapshot))));
            }
            Job::Checkpoint(at, state) => {
                self.encoding = false;
                self.write_checkpoint(at, &state);
            }
            Job::Stop(reply) => drop(reply.send(())),
        }
    }

    /// Makes all changes of the batch durable with one append, then publishes and replies. Nobody hears anything before.
    fn commit(&mut self, mut batch: Vec<Write>) {
        if batch.is_empty() {
            return;
        }
        for _ in 0..CONFLICTS_MAX {
            if self.shared.poisoned.load(Ordering::Acquire) {
                break;
            }
            let base = self.shared.snapshot.load_full();
            let (state, records) = decide(&self.shared, &base, &mut batch);
            if records.is_empty() {
                return reply_all(batch);
            }
            let started = Instant::now();
            match self.journal.append(base.seq, &records) {
                Ok(seq) => {
                    self.appended_bytes += records
                        .iter()
                        .map(|record| record.len() as u64)
                        .sum::<u64>();
                    self.shared
                        .metrics
                        .appended(records.len(), seq, started.elapsed());
                    self.shared
                        .snapshot
                        .store(Arc::new(Snapshot { seq, state }));
                    return reply_all(batch);
                }
                Err(AppendError::Conflict { .. }) => {
                    if let Err(fault) = self.catch_up(&base) {
                        self.poison(&fault);
                    }
                }
                Err(AppendError::Fault(fault)) => self.poison(&fault.into()),
            }
        }
        for write in batch {
            drop(write.reply.send(Ok(Answered::Failed(write.answer))));
        }
    }

    fn catch_up(&mut self, base: &Snapshot) -> Result<(), Fault> {
        let (mut seq, mut state) = (base.seq, base.state.clone());
        upkeep::replay(&mut *self.journal, &mut seq, &mut state)?;
        self.shared
            .snapshot
            .store(Arc::new(Snapshot { seq, state }));
        Ok(())
    }

    fn poison(&self, fault: &Fault) {
        self.shared.poisoned.store(true, Ordering::Release);
        tracing::error!(%fault, "a write to the log failed: no further change is accepted until the server is started again");
    }

    fn reset(&mut self) -> Result<(), Fault> {
        let Some(refound) = &self.refound else {
            return Err(Fault::new("only a --dev server can be reset"));
        };
        let record = refound(&self.shared.keys.load())?;
        let mut journal = journal::Memory::new();
        let seq = journal.append(0, &[record.encode()])?;
        let mut state = iam::State::new();
        state.apply(&record);
        self.journal = Box::new(journal);
        (
            self.checkpointed,
            self.checkpoint_bytes,
            self.appended_bytes,
        ) = (0, 0, 0);
        self.shared.clock.restore();
        self.shared.usage.clear();
        self.shared
            .snapshot
            .store(Arc::new(Snapshot { seq, state }));
        Ok(())
    }

    fn rotate_keys(&mut self) -> Result<(), Fault> {
        let old = self.shared.keys.load_full();
        let mut keys = iam::KeyRing::parse(&old.to_text()).map_err(Fault::new)?;
        keys.rotate(crate::entropy::seed(), jiff::Timestamp::now());
        (self.keep_keys)(&keys)?;
        self.shared.keys.store(Arc::new(keys));
        Ok(())
    }

    /// Encodes a checkpoint on another thread once enough records have gathered, and at least as many bytes as the last one
    /// has: so all checkpoints together cost no more than the log does. It comes back as a job.
    fn start_checkpoint(&mut self) {
        let snapshot = self.shared.snapshot.load_full();
        let due = snapshot.seq.saturating_sub(self.checkpointed) >= self.checkpoint_records
            && self.appended_bytes >= self.checkpoint_bytes;
        if !due || self.encoding || self.shared.poisoned.load(Ordering::Acquire) {
            return;
        }
        let own = self.own.clone();
        let encode = move || {
            let state = snapshot.state.encode();
            if let Some(own) = own.upgrade() {
                // A writer that is gone has written its last checkpoint itself.
                let _ = own.blocking_send(Job::Checkpoint(snapshot.seq, state));
            }
        };
        match std::thread::Builder::new()
            .name("checkpoint".to_owned())
            .spawn(encode)
        {
            Ok(_) => self.encoding = true,
            Err(error) => {
                tracing::warn!(%error, "cannot start a thread for the checkpoint; trying again later")
            }
        }
    }

    fn write_checkpoint(&mut self, at: u64, state: &[u8]) {
        if at <= self.checkpointed || at > self.journal.head() {
            return;
        }
        match self.journal.write_checkpoint(at, state) {
            Ok(()) => {
                self.checkpointed = at;
                self.checkpoint_bytes = state.len() as u64;
                self.appended_bytes = 0;
                self.shared.metrics.checkpointed(at);
                tracing::debug!(at, bytes = state.len(), "checkpoint written");
            }
            Err(fault) => self.poison(&fault.into()),
        }
    }

    fn last_checkpoint(&mut self) {
        let snapshot = self.shared.snapshot.load_full();
        if snapshot.seq > self.checkpointed && !self.shared.poisoned.load(Ordering::Acquire) {
            self.write_checkpoint(snapshot.seq, &snapshot.state.encode());
        }
    }
}

/// The state after the batch, and the records that lead there. An answer made on another state than the one its record
/// will follow is made again, authorization included.
fn decide(
    shared: &Shared,
    base: &Arc<Snapshot>,
    batch: &mut Vec<Write>,
) -> (iam::State, Vec<Vec<u8>>) {
    let mut state = base.state.clone();
    let mut records = Vec::with_capacity(batch.len());
    let mut unanswered = Vec::new();
    for (index, write) in batch.iter_mut().enumerate() {
        if !records.is_empty() || !Arc::ptr_eq(&write.snapshot, base) {
            let Some(answer) = shared.answer(&state, &write.asked) else {
                unanswered.push(index);
                continue;
            };
            write.answer = answer;
            if write.answer.work.is_some() {
                unanswered.push(index);
                continue;
            }
            // On a conflict the base is another one, and so is this.
            write.snapshot = Arc::clone(base);
        }
        for record in write.answer.record.iter().chain(&write.answer.then) {
            records.push(record.encode());
            state.apply(record);
        }
    }
    for index in unanswered.into_iter().rev() {
        let write = batch.remove(index);
        let handed_back = match write.answer.work {
            Some(_) => Err(Box::new(write.asked)),
            None => Ok(Answered::Broken),
        };
        drop(write.reply.send(handed_back));
    }
    (state, records)
}

fn reply_all(batch: Vec<Write>) {
    for write in batch {
        drop(write.reply.send(Ok(Answered::Done(write.answer))));
    }
}
