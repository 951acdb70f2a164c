//! What readers see, and how a request is answered.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use iam::{Answer, Inputs, KeyRing, State, Usage};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

use super::clock::Clock;
use super::upkeep::Report;
use super::workshop::Workshop;
use super::writer::{Job, Write};
use crate::Fault;
use crate::entropy;
use crate::issuers::Issuers;
use crate::metrics::Metrics;
use crate::usage::UsageBook;

/// One state of everything, as of one record of the log. A request sees one.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// The last record that is in it.
    pub seq: u64,
    /// What the records up to there amount to.
    pub state: State,
}

/// Answers requests. Readers never wait; what changes anything is durable before its answer is returned.
pub(crate) struct Node {
    pub(super) shared: Arc<Shared>,
    jobs: mpsc::Sender<Job>,
    workshop: Workshop,
}

/// What readers and the writer have in common.
pub(super) struct Shared {
    pub(super) snapshot: ArcSwap<Snapshot>,
    pub(super) keys: ArcSwap<KeyRing>,
    pub(super) signing_keys: sigv4::SigningKeyCache,
    pub(super) session_policies: iam::SessionPolicyCache,
    pub(super) settings: iam::Settings,
    pub(super) clock: Clock,
    pub(super) issuers: Issuers,
    pub(super) usage: Arc<UsageBook>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) poisoned: AtomicBool,
}

/// Everything that one answer is made of, kept to make it again on a newer state.
pub(super) struct Asked {
    pub(super) request: Box<wire::Request>,
    pub(super) now: Timestamp,
    pub(super) wall: Timestamp,
    pub(super) seed: [u8; 32],
    /// What its answer needed done, with the results so far.
    pub(super) done: Vec<(iam::Work, iam::Done)>,
}

/// Whether a node can do all its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readiness {
    /// It reads and writes.
    Ready,
    /// A write failed: it only reads, until it is started again.
    Poisoned,
}

/// Answers to whoever asked, and why there is none. Boxed, as requests are: they go from future to future, and each copies what it is given.
pub(crate) enum Answered {
    /// Durable if it changed anything.
    Done(Box<Answer>),
    /// The change was not, or may not have been, made; the answer that was not given is here for its audit record.
    Failed(Box<Answer>),
    /// A bug of ours: it panicked.
    Broken,
}

impl Node {
    pub(super) fn new(shared: Arc<Shared>, jobs: mpsc::Sender<Job>) -> Node {
        Node {
            shared,
            jobs,
            workshop: Workshop::new(),
        }
    }

    /// The newest snapshot.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.shared.snapshot.load_full()
    }

    /// Whether a body of up to 32 MiB may be read for these credentials.
    pub(crate) fn knows_credentials(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> bool {
        let snapshot = self.shared.snapshot.load();
        let keys = self.shared.keys.load();
        snapshot
            .state
            .knows_credentials(&keys, access_key_id, session_token)
    }

    /// What an account publishes as an issuer of tokens, at this path.
    pub(crate) fn issuer_document(&self, path: &str) -> Option<String> {
        let snapshot = self.shared.snapshot.load();
        let (now, _) = self.shared.clock.now();
        iam::issuer_document(&snapshot.state, &self.shared.settings, path, now)
    }

    /// Whether it can do all its work.
    pub(crate) fn readiness(&self) -> Readiness {
        if self.shared.poisoned.load(Ordering::Acquire) || self.jobs.is_closed() {
            return Readiness::Poisoned;
        }
        Readiness::Ready
    }

    /// The dev clock.
    pub(crate) fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Answers one request: from the snapshot, and if it changes anything, through the writer. `may_write` says whether
    /// a change may be made at all at the moment.
    pub(crate) async fn answer(
        &self,
        request: Box<wire::Request>,
        seed: [u8; 32],
        may_write: bool,
    ) -> Answered {
        let (now, wall) = self.shared.clock.now();
        let mut asked = Asked {
            request,
            now,
            wall,
            seed,
            done: Vec::new(),
        };
        for _ in 0..=iam::Work::ROUNDS_MAX {
            let Some((mut answer, snapshot)) = self.shared.answer_now(&asked) else {
                return Answered::Broken;
            };
            if let Some(work) = answer.work.take() {
                let Some(result) = self.work(&work).await else {
                    return Answered::Broken;
                };
                asked.done.push((*work, result));
                continue;
            }
            let Some(snapshot) = snapshot else {
                return Answered::Done(answer);
            };
            if !may_write || self.readiness() != Readiness::Ready {
                return Answered::Failed(answer);
            }
            // Few requests come here: their future has a place of its own, so that the others' is small.
            match Box::pin(self.write(asked, answer, snapshot)).await {
                Ok(answered) => return answered,
                Err(needs_more) => asked = *needs_more,
            }
        }
        tracing::error!(request_id = %asked.request.id, "an answer needed work again and again");
        Answered::Broken
    }

    /// Does what an answer needs done. In a place of its own, as writing is.
    async fn work(&self, work: &iam::Work) -> Option<iam::Done> {
        Box::pin(self.workshop.perform(work, &self.shared.issuers)).await
    }

    /// Has the writer make the change durable. Hands the request back where the answer, made again on a newer state, needs
    /// other work than was done.
    async fn write(
        &self,
        asked: Asked,
        answer: Box<Answer>,
        snapshot: Arc<Snapshot>,
    ) -> Result<Answered, Box<Asked>> {
        let (reply, answered) = oneshot::channel();
        let write = Box::new(Write {
            asked,
            answer,
            snapshot,
            reply,
        });
        if let Err(mpsc::error::SendError(job)) = self.jobs.send(Job::Write(write)).await
            && let Job::Write(write) = job
        {
            return Ok(Answered::Failed(write.answer));
        }
        answered.await.unwrap_or(Ok(Answered::Broken))
    }

    /// Has the operator's rights checked by `iam`, for what only a server can do (backup, verify, key rotation).
    pub(crate) fn authorize_operator(&self, request: &wire::Request) -> Result<(), wire::Response> {
        let (now, wall) = self.shared.clock.now();
        let keys = self.shared.keys.load();
        let usage = self.shared.usage.load();
        let seed = entropy::seed();
        let inputs = self.shared.inputs(&keys, now, wall, seed, &[], &usage);
        iam::authorize_operator(&self.shared.snapshot.load().state, request, &inputs)
    }

    /// Begins anew, on a `--dev` server: a fresh foundation, and real time again.
    pub(crate) async fn reset(&self) -> Result<(), Fault> {
        self.ask(Job::Reset).await?
    }

    /// Adds a key to the key ring, which seals from now on; what was sealed before stays readable.
    pub(crate) async fn rotate_keys(&self) -> Result<(), Fault> {
        self.ask(Job::RotateKeys).await?
    }

    /// Copies the log to a file that must not exist. Changes wait meanwhile, readers do not.
    pub(crate) async fn backup(&self, to: PathBuf) -> Result<(), Fault> {
        self.ask(|reply| Job::Backup(to, reply)).await?
    }

    /// Proves the whole log and replays it. Changes wait meanwhile, readers do not.
    pub(crate) async fn verify(&self) -> Result<Report, Fault> {
        self.ask(Job::Verify).await?
    }

    /// Writes a last checkpoint and closes the store. Changes are refused from then on.
    pub(crate) async fn stop(&self) -> Result<(), Fault> {
        let stopped = self.ask(Job::Stop).await;
        self.shared.usage.close();
        stopped
    }

    /// Takes note of what an answered request used: whoever asks afterwards is told.
    pub(crate) fn note(&self, used: &iam::Use) {
        self.shared.usage.note(used);
    }

    /// The key ring in force, as text.
    pub(crate) fn keys_text(&self) -> zeroize::Zeroizing<String> {
        self.shared.keys.load().to_text()
    }

    /// Has the writer do something between two batches, and waits for what comes of it.
    async fn ask<T>(&self, job: impl FnOnce(oneshot::Sender<T>) -> Job) -> Result<T, Fault> {
        let (reply, answer) = oneshot::channel();
        let gone = || Fault::new("the writer is gone");
        self.jobs.send(job(reply)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())
    }
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Node")
            .field("readiness", &self.readiness())
            .finish_non_exhaustive()
    }
}

impl Shared {
    pub(super) fn inputs<'a>(
        &'a self,
        keys: &'a KeyRing,
        now: Timestamp,
        wall: Timestamp,
        seed: [u8; 32],
        done: &'a [(iam::Work, iam::Done)],
        usage: &'a Usage,
    ) -> Inputs<'a> {
        Inputs {
            now,
            wall,
            seed,
            keys,
            signing_keys: &self.signing_keys,
            session_policies: &self.session_policies,
            settings: &self.settings,
            done,
            kept: &self.issuers,
            usage,
        }
    }

    /// The answer on the newest state, which comes along where the answer changes it.
    fn answer_now(&self, asked: &Asked) -> Option<(Box<Answer>, Option<Arc<Snapshot>>)> {
        let snapshot = self.snapshot.load();
        let answer = self.answer(&snapshot.state, asked)?;
        let changes = answer.record.is_some();
        Some((answer, changes.then(|| Arc::clone(&snapshot))))
    }

    /// The answer on this state; `None` if making it panicked, which is logged by the panic hook and must not take a
    /// connection or the writer along.
    pub(super) fn answer(&self, state: &State, asked: &Asked) -> Option<Box<Answer>> {
        let keys = self.keys.load();
        let usage = self.usage.load();
        let (now, wall) = (asked.now, asked.wall);
        let inputs = self.inputs(&keys, now, wall, asked.seed, &asked.done, &usage);
        catch_unwind(AssertUnwindSafe(|| {
            Box::new(iam::answer(state, &asked.request, &inputs))
        }))
        .ok()
    }
}
