//! One list of what every store must do, run over every store.

use std::path::Path;

use journal::{
    AppendError, Checkpoint, Fault, Journal, Memory, Options, RECORD_BYTES_MAX, Sqlite, Verified,
    restore,
};

type Case = fn(&mut dyn Journal, &Path);

const CASES: &[(&str, Case)] = &[
    ("a_new_log_is_empty", a_new_log_is_empty),
    ("append_returns_the_new_head", append_returns_the_new_head),
    (
        "records_come_back_in_order_as_they_were_given",
        records_come_back_in_order_as_they_were_given,
    ),
    (
        "reading_begins_after_the_given_record",
        reading_begins_after_the_given_record,
    ),
    (
        "an_append_after_an_older_head_is_a_conflict",
        an_append_after_an_older_head_is_a_conflict,
    ),
    (
        "an_append_after_a_record_to_come_is_a_conflict",
        an_append_after_a_record_to_come_is_a_conflict,
    ),
    ("no_records_change_nothing", no_records_change_nothing),
    (
        "a_record_too_large_refuses_the_whole_batch",
        a_record_too_large_refuses_the_whole_batch,
    ),
    (
        "reading_stops_at_the_record_that_is_refused",
        reading_stops_at_the_record_that_is_refused,
    ),
    (
        "there_is_no_checkpoint_at_first",
        there_is_no_checkpoint_at_first,
    ),
    (
        "a_checkpoint_comes_back_and_replaces_the_older_one",
        a_checkpoint_comes_back_and_replaces_the_older_one,
    ),
    (
        "a_checkpoint_beyond_the_head_is_refused",
        a_checkpoint_beyond_the_head_is_refused,
    ),
    (
        "an_empty_log_may_have_a_checkpoint",
        an_empty_log_may_have_a_checkpoint,
    ),
    (
        "verify_counts_records_and_names_the_checkpoint",
        verify_counts_records_and_names_the_checkpoint,
    ),
    ("a_backup_is_restored_whole", a_backup_is_restored_whole),
    (
        "an_empty_log_is_backed_up_too",
        an_empty_log_is_backed_up_too,
    ),
    ("a_backup_overwrites_nothing", a_backup_overwrites_nothing),
    (
        "a_backup_does_not_stop_the_log",
        a_backup_does_not_stop_the_log,
    ),
];

/// Opens a store of one kind in the given place.
type Store = fn(&Path) -> Box<dyn Journal>;

const STORES: &[(&str, Store)] = &[
    ("memory", |_| Box::new(Memory::new())),
    ("sqlite", |place| {
        Box::new(Sqlite::open(&place.join("data")).expect("a new folder opens"))
    }),
    ("sqlite folding at every append", |place| {
        let options = Options {
            wal_frames_max: 1,
            ..Options::USUAL
        };
        Box::new(Sqlite::open_with(&place.join("data"), options).expect("a new folder opens"))
    }),
];

#[test]
fn every_store_does_what_the_list_says() {
    for (store, open) in STORES {
        for (name, case) in CASES {
            let place = tempfile::tempdir().unwrap();
            let mut journal = open(place.path());
            // Names the pair when the case fails: the test harness shows what was printed.
            println!("{store}: {name}");
            case(journal.as_mut(), place.path());
        }
    }
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn records(journal: &mut dyn Journal, after: u64) -> Vec<(u64, Vec<u8>)> {
    let mut seen = Vec::new();
    journal
        .read(after, &mut |seq, body| {
            seen.push((seq, body.to_vec()));
            Ok(())
        })
        .expect("the chain is whole");
    seen
}

fn a_new_log_is_empty(journal: &mut dyn Journal, _: &Path) {
    assert_eq!(journal.head(), 0);
    assert_eq!(records(journal, 0), []);
    assert_eq!(
        journal.verify(),
        Ok(Verified {
            records: 0,
            checkpoint: None
        })
    );
}

fn append_returns_the_new_head(journal: &mut dyn Journal, _: &Path) {
    assert_eq!(journal.append(0, &texts(&["a"])), Ok(1));
    assert_eq!(journal.append(1, &texts(&["b", "c", "d"])), Ok(4));
    assert_eq!(journal.head(), 4);
}

fn records_come_back_in_order_as_they_were_given(journal: &mut dyn Journal, _: &Path) {
    let given = vec![
        b"first".to_vec(),
        Vec::new(),
        (0..=255).cycle().take(100_000).collect(),
        b"last".to_vec(),
    ];
    journal.append(0, &given).expect("a new log takes records");
    assert_eq!(records(journal, 0), (1..).zip(given).collect::<Vec<_>>());
}

fn reading_begins_after_the_given_record(journal: &mut dyn Journal, _: &Path) {
    journal
        .append(0, &texts(&["a", "b", "c"]))
        .expect("a new log takes records");
    assert_eq!(
        records(journal, 1),
        [(2, b"b".to_vec()), (3, b"c".to_vec())]
    );
    assert_eq!(records(journal, 3), []);
    assert_eq!(records(journal, 4), []);
    assert_eq!(records(journal, u64::MAX), []);
}

fn an_append_after_an_older_head_is_a_conflict(journal: &mut dyn Journal, _: &Path) {
    journal
        .append(0, &texts(&["a", "b"]))
        .expect("a new log takes records");
    assert_eq!(
        journal.append(1, &texts(&["late"])),
        Err(AppendError::Conflict { head: 2 })
    );
    assert_eq!(journal.append(2, &texts(&["c"])), Ok(3));
    assert_eq!(records(journal, 2), [(3, b"c".to_vec())]);
}

fn an_append_after_a_record_to_come_is_a_conflict(journal: &mut dyn Journal, _: &Path) {
    assert_eq!(
        journal.append(1, &texts(&["early"])),
        Err(AppendError::Conflict { head: 0 })
    );
    assert_eq!(
        journal.append(u64::MAX, &texts(&["early"])),
        Err(AppendError::Conflict { head: 0 })
    );
    assert_eq!(records(journal, 0), []);
}

fn no_records_change_nothing(journal: &mut dyn Journal, _: &Path) {
    journal
        .append(0, &texts(&["a"]))
        .expect("a new log takes records");
    assert_eq!(journal.append(1, &[]), Ok(1));
    assert_eq!(
        journal.append(0, &[]),
        Err(AppendError::Conflict { head: 1 })
    );
    assert_eq!(journal.head(), 1);
}

fn a_record_too_large_refuses_the_whole_batch(journal: &mut dyn Journal, _: &Path) {
    let (size, max) = (RECORD_BYTES_MAX + 1, RECORD_BYTES_MAX);
    let refused = journal.append(0, &[b"a".to_vec(), vec![0; size]]);
    assert_eq!(
        refused,
        Err(AppendError::Fault(Fault::RecordTooLarge {
            index: 1,
            size,
            max
        }))
    );
    assert_eq!(records(journal, 0), []);
    assert_eq!(journal.append(0, &texts(&["a"])), Ok(1));
}

fn reading_stops_at_the_record_that_is_refused(journal: &mut dyn Journal, _: &Path) {
    journal
        .append(0, &texts(&["a", "b", "c"]))
        .expect("a new log takes records");
    let mut seen = Vec::new();
    let stopped = journal.read(0, &mut |seq, _| {
        seen.push(seq);
        if seq == 2 {
            Err("not this one".to_owned())
        } else {
            Ok(())
        }
    });
    assert_eq!(
        stopped,
        Err(Fault::Refused {
            seq: 2,
            reason: "not this one".to_owned()
        })
    );
    assert_eq!(seen, [1, 2]);
    assert_eq!(records(journal, 0).len(), 3);
}

fn there_is_no_checkpoint_at_first(journal: &mut dyn Journal, _: &Path) {
    journal
        .append(0, &texts(&["a"]))
        .expect("a new log takes records");
    assert_eq!(journal.checkpoint(), Ok(None));
}

fn a_checkpoint_comes_back_and_replaces_the_older_one(journal: &mut dyn Journal, _: &Path) {
    journal
        .append(0, &texts(&["a", "b", "c"]))
        .expect("a new log takes records");
    assert_eq!(journal.write_checkpoint(1, b"after a"), Ok(()));
    assert_eq!(
        journal.checkpoint(),
        Ok(Some(Checkpoint {
            at: 1,
            state: b"after a".to_vec()
        }))
    );
    let large = vec![7; 300_000];
    assert_eq!(journal.write_checkpoint(3, &large), Ok(()));
    assert_eq!(
        journal.checkpoint(),
        Ok(Some(Checkpoint {
            at: 3,
            state: large
        }))
    );
    assert_eq!(journal.append(3, &texts(&["d"])), Ok(4));
    assert_eq!(
        journal
            .checkpoint()
            .map(|found| found.map(|checkpoint| checkpoint.at)),
        Ok(Some(3))
    );
}

fn a_checkpoint_beyond_the_head_is_refused(journal: &mut dyn Journal, _: &Path) {
    journal
        .append(0, &texts(&["a"]))
        .expect("a new log takes records");
    assert_eq!(
        journal.write_checkpoint(2, b"state"),
        Err(Fault::BeyondHead { at: 2, head: 1 })
    );
    assert_eq!(
        journal.write_checkpoint(u64::MAX, b"state"),
        Err(Fault::BeyondHead {
            at: u64::MAX,
            head: 1
        })
    );
    assert_eq!(journal.checkpoint(), Ok(None));
    assert_eq!(journal.append(1, &texts(&["b"])), Ok(2));
}

fn an_empty_log_may_have_a_checkpoint(journal: &mut dyn Journal, _: &Path) {
    assert_eq!(journal.write_checkpoint(0, b""), Ok(()));
    assert_eq!(
        journal.checkpoint(),
        Ok(Some(Checkpoint {
            at: 0,
            state: Vec::new()
        }))
    );
    assert_eq!(journal.append(0, &texts(&["a"])), Ok(1));
    assert_eq!(
        journal.verify(),
        Ok(Verified {
            records: 1,
            checkpoint: Some(0)
        })
    );
}

fn verify_counts_records_and_names_the_checkpoint(journal: &mut dyn Journal, _: &Path) {
    journal
        .append(0, &texts(&["a", "b", "c"]))
        .expect("a new log takes records");
    journal
        .write_checkpoint(2, b"state")
        .expect("there is a record 2");
    assert_eq!(
        journal.verify(),
        Ok(Verified {
            records: 3,
            checkpoint: Some(2)
        })
    );
}

fn a_backup_is_restored_whole(journal: &mut dyn Journal, place: &Path) {
    let given = vec![b"a".to_vec(), vec![1; 50_000], b"c".to_vec()];
    journal.append(0, &given).expect("a new log takes records");
    journal
        .write_checkpoint(2, b"state")
        .expect("there is a record 2");
    journal
        .backup(&place.join("backup"))
        .expect("the place can be written");

    let folder = place.join("restored");
    assert_eq!(
        restore(&place.join("backup"), &folder),
        Ok(Verified {
            records: 3,
            checkpoint: Some(2)
        })
    );
    let mut restored = Sqlite::open(&folder).expect("a restored folder opens");
    assert_eq!(records(&mut restored, 0), records(journal, 0));
    assert_eq!(restored.checkpoint(), journal.checkpoint());
    assert_eq!(restored.append(3, &texts(&["d"])), Ok(4));
}

fn an_empty_log_is_backed_up_too(journal: &mut dyn Journal, place: &Path) {
    journal
        .backup(&place.join("backup"))
        .expect("the place can be written");
    let restored = restore(&place.join("backup"), &place.join("restored"));
    assert_eq!(
        restored,
        Ok(Verified {
            records: 0,
            checkpoint: None
        })
    );
}

fn a_backup_overwrites_nothing(journal: &mut dyn Journal, place: &Path) {
    let path = place.join("backup");
    std::fs::write(&path, "precious").expect("the place can be written");
    assert_eq!(
        journal.backup(&path),
        Err(Fault::Exists { path: path.clone() })
    );
    assert_eq!(
        std::fs::read_to_string(&path).expect("it is still there"),
        "precious"
    );
}

fn a_backup_does_not_stop_the_log(journal: &mut dyn Journal, place: &Path) {
    journal
        .append(0, &texts(&["a"]))
        .expect("a new log takes records");
    assert!(matches!(
        journal.backup(&place.join("no such folder").join("backup")),
        Err(Fault::Store { .. })
    ));
    assert_eq!(journal.append(1, &texts(&["b"])), Ok(2));
    journal
        .backup(&place.join("backup"))
        .expect("the place can be written");
    assert_eq!(journal.append(2, &texts(&["c"])), Ok(3));
    assert_eq!(
        restore(&place.join("backup"), &place.join("restored")).map(|restored| restored.records),
        Ok(2)
    );
}
