//! Random calls against a vector that does the same.

use std::path::Path;

use journal::{AppendError, Checkpoint, Journal, Memory, Options, Sqlite, Verified, restore};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof};
use proptest::test_runner::TestRunner;

/// One call.
#[derive(Clone, Debug)]
enum Call {
    /// Appends after the head.
    Append(Vec<Vec<u8>>),
    /// Appends so far from the head, which is refused.
    AppendAway(u64),
    /// Reads after a place in the log or behind it.
    Read(u64),
    /// Writes a checkpoint at a place in the log.
    Checkpoint(u64, Vec<u8>),
    /// Drops the journal and opens it again.
    Reopen,
    /// Goes on with what a backup holds.
    MoveByBackup,
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let body = prop_oneof![4 => vec(any::<u8>(), 0..40), 1 => vec(any::<u8>(), 4_000..9_000)];
    let call = prop_oneof![
        6 => vec(body.clone(), 0..6).prop_map(Call::Append),
        1 => (1..5_u64).prop_map(Call::AppendAway),
        2 => any::<u64>().prop_map(Call::Read),
        2 => (any::<u64>(), body).prop_map(|(at, state)| Call::Checkpoint(at, state)),
        2 => proptest::strategy::Just(Call::Reopen),
        1 => proptest::strategy::Just(Call::MoveByBackup),
    ];
    vec(call, 1..25)
}

#[derive(Default)]
struct Model {
    records: Vec<Vec<u8>>,
    checkpoint: Option<Checkpoint>,
}

/// What a store does when it is dropped and opened again, and where a backup leads it.
trait Reopened: Sized {
    fn reopened(self, folder: &Path) -> Self;
    fn moved(self, backup: &Path, folder: &Path) -> Self;
}

impl Reopened for Sqlite {
    fn reopened(self, folder: &Path) -> Self {
        drop(self);
        open(folder)
    }

    fn moved(self, backup: &Path, folder: &Path) -> Self {
        drop(self);
        std::fs::remove_dir_all(folder).expect("the folder is closed");
        restore(backup, folder).expect("the backup is whole");
        open(folder)
    }
}

impl Reopened for Memory {
    fn reopened(self, _: &Path) -> Self {
        self
    }

    fn moved(self, backup: &Path, folder: &Path) -> Self {
        restore(backup, folder).expect("the backup is whole");
        std::fs::remove_dir_all(folder).expect("the folder is closed");
        self
    }
}

fn open(folder: &Path) -> Sqlite {
    Sqlite::open_with(
        folder,
        Options {
            wal_frames_max: 5,
            ..Options::USUAL
        },
    )
    .expect("the folder opens")
}

fn check(mut journal: impl Journal + Reopened, place: &Path, calls: &[Call]) {
    let folder = place.join("data");
    let mut model = Model::default();
    for call in calls {
        let head = model.records.len() as u64;
        match call {
            Call::Append(records) => {
                assert_eq!(
                    journal.append(head, records),
                    Ok(head + records.len() as u64)
                );
                model.records.extend_from_slice(records);
            }
            Call::AppendAway(by) => {
                let conflict = Err(AppendError::Conflict { head });
                assert_eq!(journal.append(head + by, &[b"early".to_vec()]), conflict);
                if let Some(after) = head.checked_sub(*by) {
                    assert_eq!(journal.append(after, &[b"late".to_vec()]), conflict);
                }
            }
            Call::Read(after) => assert_reads(&mut journal, &model, after % (head + 2)),
            Call::Checkpoint(at, state) => {
                let at = at % (head + 1);
                assert_eq!(journal.write_checkpoint(at, state), Ok(()));
                model.checkpoint = Some(Checkpoint {
                    at,
                    state: state.clone(),
                });
            }
            Call::Reopen => journal = journal.reopened(&folder),
            Call::MoveByBackup => {
                let backup = place.join("backup");
                assert_eq!(journal.backup(&backup), Ok(()));
                journal = journal.moved(&backup, &folder);
                std::fs::remove_file(&backup).expect("the backup is there");
            }
        }
        assert_eq!(journal.head(), model.records.len() as u64);
        assert_eq!(journal.checkpoint(), Ok(model.checkpoint.clone()));
    }
    assert_reads(&mut journal, &model, 0);
    let checkpoint = model.checkpoint.map(|checkpoint| checkpoint.at);
    assert_eq!(
        journal.verify(),
        Ok(Verified {
            records: model.records.len() as u64,
            checkpoint
        })
    );
}

fn assert_reads(journal: &mut impl Journal, model: &Model, after: u64) {
    let mut seen = Vec::new();
    let read = journal.read(after, &mut |seq, body| {
        seen.push((seq, body.to_vec()));
        Ok(())
    });
    assert_eq!(read, Ok(()));
    let wanted: Vec<_> = (1..)
        .zip(model.records.iter().cloned())
        .skip(after as usize)
        .collect();
    assert_eq!(seen, wanted);
}

fn run(cases: u32, test: impl Fn(&Path, &[Call])) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let outcome = TestRunner::new(config).run(&calls(), |calls| {
        let place = tempfile::tempdir().expect("there is room for tests");
        test(place.path(), &calls);
        Ok(())
    });
    outcome.expect("the store does what the vector does");
}

#[test]
fn the_folder_does_what_a_vector_does() {
    run(48, |place, calls| {
        check(open(&place.join("data")), place, calls)
    });
}

#[test]
fn the_memory_does_what_a_vector_does() {
    run(24, |place, calls| check(Memory::new(), place, calls));
}
