//! What is to fail, and when.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::disk::Unsynced;
use crate::vfs;

/// A registered SQLite VFS of its own name, over the usual one of the platform.
///
/// A sync does not reach the disk: it only marks what was written as safe from [`power_cut`](Faults::power_cut).
///
/// ```
/// use journal_faults::{Effect, Faults, Kind, Plan};
/// use rusqlite::{Connection, OpenFlags};
///
/// let place = tempfile::tempdir()?;
/// let faults = Faults::install();
/// let path = place.path().join("database");
/// let connection = Connection::open_with_flags_and_vfs(&path, OpenFlags::default(), faults.name())?;
/// faults.arm(Plan { kind: Kind::Sync, nth: 1, effect: Effect::Once });
/// assert!(connection.execute_batch("CREATE TABLE t (x)").is_err());
/// assert!(faults.fired());
/// assert!(connection.execute_batch("CREATE TABLE t (x)").is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Faults {
    name: String,
    control: Arc<Control>,
}

/// The operation that fails, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which operations are counted.
    pub kind: Kind,
    /// Which of them fails, from 1.
    pub nth: u64,
    /// What its failure does.
    pub effect: Effect,
}

/// The operations that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Bytes are written.
    Write,
    /// A file is synced.
    Sync,
    /// A file is made shorter.
    Truncate,
    /// Any of these.
    Any,
}

/// What a failure does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The operation is not done; the next one is.
    Once,
    /// Of a write, the first half is done; the next operation is done whole.
    Short,
    /// The operation is done, but reported as failed.
    Done,
    /// The operation is not done, and no operation after it.
    Forever,
}

impl Faults {
    /// Registers a new VFS, in which nothing fails yet. It stays registered until the process ends.
    pub fn install() -> Faults {
        static INSTALLED: AtomicU64 = AtomicU64::new(0);
        let name = format!("faults-{}", INSTALLED.fetch_add(1, Ordering::Relaxed));
        let control = Arc::new(Control::default());
        vfs::register(&name, Arc::clone(&control));
        Faults { name, control }
    }

    /// The name to open a database with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Counts from 1 again, and fails as planned.
    pub fn arm(&self, plan: Plan) {
        let mut state = self.control.state();
        state.plan = Some(plan);
        state.counts = Counts::default();
        state.fired = false;
    }

    /// Whether the planned operation was reached.
    pub fn fired(&self) -> bool {
        self.control.state().fired
    }

    /// How many operations of a kind were asked for since the VFS was installed or armed.
    pub fn count(&self, kind: Kind) -> u64 {
        self.control.state().counts.of(kind)
    }

    /// Makes the files what they may be after the power was cut: everything synced is there, and of
    /// the writes after that those for which `survives` says so. Every database must be closed.
    pub fn power_cut(&self, mut survives: impl FnMut() -> bool) -> std::io::Result<()> {
        let unsynced = std::mem::take(&mut self.control.state().unsynced);
        for (path, unsynced) in unsynced {
            unsynced.settle(&path, &mut survives)?;
        }
        Ok(())
    }
}

/// What the files of one VFS share with its [`Faults`].
#[derive(Debug, Default)]
pub(crate) struct Control {
    state: Mutex<State>,
}

impl Control {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
pub(crate) struct State {
    plan: Option<Plan>,
    counts: Counts,
    fired: bool,
    /// What was written to each file since it was last synced.
    pub(crate) unsynced: BTreeMap<PathBuf, Unsynced>,
}

impl State {
    /// Counts an operation of a kind that is not [`Kind::Any`], and says whether it fails.
    pub(crate) fn meet(&mut self, kind: Kind) -> Option<Effect> {
        self.counts.add(kind);
        let plan = self.plan?;
        let counted = plan.kind == kind || plan.kind == Kind::Any;
        if counted && self.counts.of(plan.kind) == plan.nth {
            self.fired = true;
            return Some(plan.effect);
        }
        self.cut().then_some(Effect::Forever)
    }

    /// Whether nothing is done any more.
    pub(crate) fn cut(&self) -> bool {
        self.fired && self.plan.is_some_and(|plan| plan.effect == Effect::Forever)
    }
}

#[derive(Debug, Default)]
struct Counts {
    writes: u64,
    syncs: u64,
    truncates: u64,
}

impl Counts {
    fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Write => self.writes += 1,
            Kind::Sync => self.syncs += 1,
            Kind::Truncate => self.truncates += 1,
            Kind::Any => unreachable!("an operation has one kind"),
        }
    }

    fn of(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Write => self.writes,
            Kind::Sync => self.syncs,
            Kind::Truncate => self.truncates,
            Kind::Any => self.writes + self.syncs + self.truncates,
        }
    }
}
