//! Every write, sync and truncation of a scripted run fails once, in several ways. Whatever fails:
//! what was acknowledged is there, batches are whole, and the handle that met the failure is done for.

use std::path::Path;

use journal::{AppendError, Checkpoint, Fault, Journal, Options, Sqlite};
use journal_faults::{Effect, Faults, Kind, Plan};

/// One step of the run.
enum Step {
    /// Appends a batch of records of these sizes.
    Append(&'static [usize]),
    /// Writes a checkpoint of so many bytes at the head.
    Checkpoint(usize),
    /// Drops the journal and opens it again.
    Reopen,
}
use Step::{Append, Checkpoint as Keep, Reopen};

/// Small pages of log before folding, so that folding happens many times; records that fill many pages.
const RUN: &[Step] = &[
    Append(&[20]),
    Append(&[300, 0, 300]),
    Append(&[9_000, 5]),
    Keep(6_000),
    Append(&[20, 20, 20, 20, 20, 20]),
    Reopen,
    Append(&[1]),
    Append(&[30_000]),
    Keep(100),
    Append(&[700, 700, 700]),
];

const FRAMES_MAX: u32 = 8;

/// What the run was told is durable, and what it last asked for without being told.
#[derive(Default)]
struct Told {
    records: u64,
    checkpoint: Option<Checkpoint>,
    records_asked: u64,
    checkpoint_asked: Option<Checkpoint>,
    /// Whether a call answered with a fault.
    fault: bool,
}

/// The record of a sequence number: different from all others, of the given size.
fn record(seq: u64, size: usize) -> Vec<u8> {
    (0..size as u64).map(|n| (seq * 31 + n) as u8).collect()
}

/// The record of a sequence number in the run.
fn record_of_run(seq: u64) -> Vec<u8> {
    let sizes = RUN.iter().flat_map(|step| {
        if let Append(sizes) = step {
            *sizes
        } else {
            &[]
        }
    });
    let size = sizes
        .copied()
        .nth(seq as usize - 1)
        .expect("the run has so many records");
    record(seq, size)
}

/// Runs the script until something fails, and holds what it was told against what happens after.
fn run(folder: &Path, faults: &Faults) -> Told {
    let mut told = Told::default();
    let options = Options {
        vfs: Some(faults.name()),
        wal_frames_max: FRAMES_MAX,
        ..Options::USUAL
    };
    let mut opened = Sqlite::open_with(folder, options);
    for step in RUN {
        let Ok(journal) = &mut opened else { break };
        let outcome = match step {
            Append(sizes) => {
                let batch: Vec<_> = (told.records + 1..)
                    .zip(*sizes)
                    .map(|(seq, size)| record(seq, *size))
                    .collect();
                told.records_asked = told.records + batch.len() as u64;
                match journal.append(told.records, &batch) {
                    Ok(head) => {
                        assert_eq!(head, told.records_asked);
                        told.records = head;
                        Ok(())
                    }
                    Err(AppendError::Fault(fault)) => Err(fault),
                    Err(AppendError::Conflict { .. }) => panic!("nobody else appends"),
                }
            }
            Keep(size) => {
                let checkpoint = Checkpoint {
                    at: told.records,
                    state: vec![told.records as u8; *size],
                };
                told.checkpoint_asked = Some(checkpoint.clone());
                let outcome = journal.write_checkpoint(checkpoint.at, &checkpoint.state);
                if outcome.is_ok() {
                    told.checkpoint = Some(checkpoint);
                }
                outcome
            }
            Reopen => {
                // The first is dropped before the second is opened, as the folder has one lock.
                drop(opened);
                opened = Sqlite::open_with(folder, options);
                continue;
            }
        };
        if outcome.is_err() {
            told.fault = true;
            assert_poisoned(journal, folder);
            break;
        }
    }
    told.fault |= opened.is_err();
    told
}

fn assert_poisoned(journal: &mut Sqlite, folder: &Path) {
    let head = journal.head();
    for _ in 0..2 {
        assert_eq!(
            journal.append(head, &[b"more".to_vec()]),
            Err(AppendError::Fault(Fault::Poisoned))
        );
        assert_eq!(
            journal.append(head, &[]),
            Err(AppendError::Fault(Fault::Poisoned))
        );
        assert_eq!(
            journal.read(0, &mut |_, _| panic!("nothing is served")),
            Err(Fault::Poisoned)
        );
        assert_eq!(journal.verify(), Err(Fault::Poisoned));
        assert_eq!(journal.checkpoint(), Err(Fault::Poisoned));
        assert_eq!(journal.write_checkpoint(0, b""), Err(Fault::Poisoned));
        assert_eq!(journal.backup(&folder.join("backup")), Err(Fault::Poisoned));
    }
    assert_eq!(journal.head(), head);
    assert!(!folder.join("backup").exists());
}

/// Opens the folder as after a restart and holds it against what the run was told.
fn assert_kept(folder: &Path, told: &Told, context: &str) {
    let mut journal = Sqlite::open(folder).unwrap_or_else(|error| panic!("{context}: {error}"));
    let head = journal.head();
    assert!(
        head == told.records || head == told.records_asked,
        "{context}: the log ends at {head}"
    );
    let mut next = 1;
    let read = journal.read(0, &mut |seq, body| {
        assert_eq!(
            (seq, body),
            (next, record_of_run(next).as_slice()),
            "{context}"
        );
        next += 1;
        Ok(())
    });
    assert_eq!((read, next), (Ok(()), head + 1), "{context}");
    let checkpoint = journal
        .checkpoint()
        .unwrap_or_else(|fault| panic!("{context}: {fault}"));
    assert!(
        checkpoint == told.checkpoint || checkpoint == told.checkpoint_asked,
        "{context}: another checkpoint"
    );
    assert_eq!(
        journal.append(head, &[b"goes on".to_vec()]),
        Ok(head + 1),
        "{context}"
    );
}

fn sound_run(faults: &Faults) -> Told {
    let place = tempfile::tempdir().expect("there is room for tests");
    let folder = place.path().join("data");
    let told = run(&folder, faults);
    assert_kept(&folder, &told, "nothing fails");
    told
}

/// Fails every operation of a kind in turn and checks what is left, with the power cut or not.
/// Returns how many failures were met, and how many of them a call reported.
fn sweep(kind: Kind, effect: Effect, survives: Option<fn(u64) -> bool>) -> (u64, u64) {
    let (mut met, mut reported) = (0, 0);
    for nth in 1.. {
        let place = tempfile::tempdir().expect("there is room for tests");
        let folder = place.path().join("data");
        let faults = Faults::install();
        faults.arm(Plan { kind, nth, effect });
        let told = run(&folder, &faults);
        if !faults.fired() {
            assert!(
                !told.fault,
                "{kind:?} {nth} {effect:?}: a fault that nobody made"
            );
            break;
        }
        if let Some(survives) = survives {
            let mut writes = 0;
            let survives = || {
                writes += 1;
                survives(writes)
            };
            faults
                .power_cut(survives)
                .expect("the files can be written");
        }
        met += 1;
        reported += u64::from(told.fault);
        assert_kept(&folder, &told, &format!("{kind:?} {nth} {effect:?}"));
    }
    (met, reported)
}

#[test]
fn the_run_is_worth_failing() {
    let faults = Faults::install();
    let told = sound_run(&faults);
    assert_eq!((told.records, told.fault), (17, false));
    assert!(
        faults.count(Kind::Write) > 80 && faults.count(Kind::Sync) > 20,
        "the run writes and folds"
    );
}

#[test]
fn one_sync_makes_a_batch_durable_whatever_its_size() {
    let place = tempfile::tempdir().unwrap();
    let faults = Faults::install();
    let options = Options {
        vfs: Some(faults.name()),
        ..Options::USUAL
    };
    let mut journal = Sqlite::open_with(&place.path().join("data"), options).unwrap();
    journal
        .append(0, &[b"the log has its header from here on".to_vec()])
        .unwrap();
    for size in [1, 64, 1000] {
        let before = faults.count(Kind::Sync);
        journal
            .append(journal.head(), &vec![vec![7; 100]; size])
            .unwrap();
        assert_eq!(faults.count(Kind::Sync) - before, 1, "a batch of {size}");
    }
    let before = faults.count(Kind::Any);
    journal.append(journal.head(), &[]).unwrap();
    assert_eq!(faults.count(Kind::Any), before, "no records cost nothing");
}

#[test]
fn a_write_that_fails_loses_nothing() {
    let (met, reported) = sweep(Kind::Write, Effect::Once, None);
    assert!(
        met > 80 && reported > met / 2,
        "{reported} of {met} failures were reported"
    );
}

#[test]
fn a_write_cut_short_loses_nothing() {
    let (met, reported) = sweep(Kind::Write, Effect::Short, None);
    assert!(
        met > 80 && reported > met / 2,
        "{reported} of {met} failures were reported"
    );
}

#[test]
fn a_sync_that_fails_loses_nothing_and_nothing_is_tried_again() {
    let (met, reported) = sweep(Kind::Sync, Effect::Once, Some(|_| false));
    assert!(
        met > 20 && reported > met / 2,
        "{reported} of {met} failures were reported"
    );
}

#[test]
fn a_truncation_that_fails_loses_nothing() {
    let (met, _) = sweep(Kind::Truncate, Effect::Once, None);
    assert!(met > 0, "the run truncates nothing");
}

#[test]
fn what_was_done_but_reported_as_failed_is_there_whole_or_not_at_all() {
    let (met, _) = sweep(Kind::Any, Effect::Done, None);
    assert!(met > 100, "only {met} failures were met");
}

#[test]
fn a_power_cut_that_forgets_all_that_was_not_synced_loses_nothing_acknowledged() {
    let (met, _) = sweep(Kind::Any, Effect::Forever, Some(|_| false));
    assert!(met > 100, "only {met} failures were met");
}

#[test]
fn a_power_cut_that_keeps_some_of_what_was_not_synced_serves_nothing_torn() {
    let (met, _) = sweep(Kind::Any, Effect::Forever, Some(|write| write % 2 == 0));
    assert!(met > 100, "only {met} failures were met");
    let (met, _) = sweep(Kind::Any, Effect::Forever, Some(|write| write % 3 != 1));
    assert!(met > 100, "only {met} failures were met");
}

#[test]
fn a_fold_that_fails_leaves_the_append_acknowledged_and_the_journal_poisoned() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data");
    let faults = Faults::install();
    let options = Options {
        vfs: Some(faults.name()),
        wal_frames_max: 1,
        ..Options::USUAL
    };
    let mut journal = Sqlite::open_with(&folder, options).unwrap();
    journal.append(0, &[b"one".to_vec()]).unwrap();
    // The first sync of an append is the commit's; those after it are the fold's.
    let before = faults.count(Kind::Sync);
    journal.append(1, &[b"two".to_vec()]).unwrap();
    let syncs = faults.count(Kind::Sync) - before;
    assert!(syncs > 1, "the append folds");
    faults.arm(Plan {
        kind: Kind::Sync,
        nth: syncs,
        effect: Effect::Once,
    });
    assert_eq!(journal.append(2, &[b"three".to_vec()]), Ok(3));
    assert!(faults.fired());
    assert_poisoned(&mut journal, &folder);
    drop(journal);
    faults.power_cut(|| false).unwrap();
    assert_eq!(Sqlite::open(&folder).unwrap().head(), 3);
}
