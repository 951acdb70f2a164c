//! What a data folder is, who may open it, and what happens to one that was meddled with.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use journal::{Checkpoint, Damage, Fault, Journal, Memory, OpenError, Sqlite, restore};
use rusqlite::Connection;
use tempfile::TempDir;

/// A place with a data folder of six records `record-1`… and a checkpoint at record 4.
fn filled() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().expect("there is room for tests");
    let folder = place.path().join("data");
    let mut journal = Sqlite::open(&folder).expect("a new folder opens");
    let records: Vec<_> = (1..=6)
        .map(|n| format!("record-{n}").into_bytes())
        .collect();
    journal
        .append(0, &records)
        .expect("a new log takes records");
    journal
        .write_checkpoint(4, b"state-of-4")
        .expect("there is a record 4");
    (place, folder)
}

/// Runs statements against the database of a folder that is closed.
fn meddle(folder: &Path, sql: &str) {
    let connection = Connection::open(folder.join("journal.sqlite")).expect("the database opens");
    connection.execute_batch(sql).expect("the statements run");
}

/// Overwrites `old` with `new` in the bytes of a closed database.
fn overwrite(folder: &Path, old: &[u8], new: &[u8]) {
    let path = folder.join("journal.sqlite");
    let mut bytes = fs::read(&path).expect("the database is there");
    let at = bytes
        .windows(old.len())
        .position(|window| window == old)
        .expect("the bytes are there");
    bytes[at..at + old.len()].copy_from_slice(new);
    fs::write(&path, bytes).expect("the database can be written");
}

fn fault(folder: &Path) -> Fault {
    match Sqlite::open(folder) {
        Err(OpenError::Fault(fault)) => fault,
        other => panic!("opened, or refused otherwise: {other:?}"),
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o7777
}

#[test]
fn everything_is_its_owners_alone() {
    let (place, folder) = filled();
    let mut journal = Sqlite::open(&folder).unwrap();
    journal.append(6, &[b"seventh".to_vec()]).unwrap();
    assert_eq!(mode(&folder), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(mode(&entry.path()), 0o600, "{:?}", entry.path());
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(
        names,
        ["format", "journal.sqlite", "journal.sqlite-wal", "lock"]
    );

    let backup = place.path().join("backup");
    journal.backup(&backup).unwrap();
    assert_eq!(mode(&backup), 0o600);
    restore(&backup, &place.path().join("restored")).unwrap();
    assert_eq!(mode(&place.path().join("restored")), 0o700);
    assert_eq!(mode(&place.path().join("restored/journal.sqlite")), 0o600);
}

#[test]
fn a_second_journal_is_refused_until_the_first_is_dropped() {
    let (_place, folder) = filled();
    let first = Sqlite::open(&folder).unwrap();
    assert!(matches!(Sqlite::open(&folder), Err(OpenError::Locked)));
    drop(first);
    assert_eq!(Sqlite::open(&folder).unwrap().head(), 6);
}

#[test]
fn a_database_that_another_program_holds_is_locked() {
    let (_place, folder) = filled();
    let other = Connection::open(folder.join("journal.sqlite")).unwrap();
    other
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;")
        .unwrap();
    // In another process POSIX locks would refuse it; within one, SQLite's own list of locks does.
    assert!(matches!(Sqlite::open(&folder), Err(OpenError::Locked)));
}

#[test]
fn everything_is_there_after_reopening() {
    let (_place, folder) = filled();
    let mut journal = Sqlite::open(&folder).unwrap();
    let mut seen = Vec::new();
    journal
        .read(0, &mut |seq, body| {
            seen.push(format!("{seq} {}", String::from_utf8_lossy(body)));
            Ok(())
        })
        .unwrap();
    assert_eq!(
        seen,
        [
            "1 record-1",
            "2 record-2",
            "3 record-3",
            "4 record-4",
            "5 record-5",
            "6 record-6"
        ]
    );
    assert_eq!(
        journal.checkpoint(),
        Ok(Some(Checkpoint {
            at: 4,
            state: b"state-of-4".to_vec()
        }))
    );
    assert_eq!(journal.append(6, &[b"record-7".to_vec()]), Ok(7));
}

#[test]
fn a_folder_open_to_others_is_closed_to_them_if_it_is_ours() {
    let (_place, folder) = filled();
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(folder.join("journal.sqlite"), Permissions::from_mode(0o644)).unwrap();
    let _journal = Sqlite::open(&folder).unwrap();
    assert_eq!(
        (mode(&folder), mode(&folder.join("journal.sqlite"))),
        (0o700, 0o600)
    );
}

#[test]
fn a_folder_open_to_others_that_holds_other_things_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
    fs::write(place.path().join("letter"), "dear").unwrap();
    assert_eq!(
        fault(place.path()),
        Fault::Exposed {
            path: place.path().to_owned(),
            mode: 0o755
        }
    );
    assert_eq!(mode(place.path()), 0o755);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[test]
fn a_newer_format_is_refused_and_left_alone() {
    let (_place, folder) = filled();
    fs::write(folder.join("format"), "2\n").unwrap();
    let before = fs::read(folder.join("journal.sqlite")).unwrap();
    let refused = Sqlite::open(&folder).unwrap_err();
    assert_eq!(refused, OpenError::NewerFormat { found: 2, known: 1 });
    assert_eq!(
        refused.to_string(),
        "the data is of format 2, but this program knows formats up to 1; use a newer version"
    );
    assert_eq!(fs::read(folder.join("journal.sqlite")).unwrap(), before);

    fs::write(folder.join("format"), "1\n").unwrap();
    meddle(&folder, "PRAGMA user_version = 3");
    assert_eq!(
        Sqlite::open(&folder).unwrap_err(),
        OpenError::NewerFormat { found: 3, known: 1 }
    );
}

#[test]
fn a_format_that_is_no_number_is_refused() {
    let (_place, folder) = filled();
    for text in ["", "one", "0", "-1", "1 2"] {
        fs::write(folder.join("format"), text).unwrap();
        assert!(
            matches!(
                fault(&folder),
                Fault::Foreign {
                    reason: "does not hold a format number",
                    ..
                }
            ),
            "{text:?}"
        );
    }
}

#[test]
fn a_folder_that_lost_a_file_is_never_taken_for_a_new_one() {
    let (_place, folder) = filled();
    let database = folder.join("journal.sqlite");
    let foreign = |reason| Fault::Foreign {
        path: database.clone(),
        reason,
    };

    fs::remove_file(folder.join("format")).unwrap();
    assert_eq!(
        fault(&folder),
        foreign("holds records, but the file `format` beside it is missing")
    );

    fs::write(folder.join("format"), "1\n").unwrap();
    fs::write(&database, "").unwrap();
    assert_eq!(
        fault(&folder),
        foreign("is older than its data folder says")
    );

    fs::remove_file(&database).unwrap();
    assert_eq!(fault(&folder), foreign("is missing from its data folder"));
    assert!(!database.exists());
}

#[test]
fn a_first_opening_that_was_cut_short_is_taken_up_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data");
    drop(Sqlite::open(&folder).unwrap());
    fs::remove_file(folder.join("format")).unwrap();
    assert_eq!(Sqlite::open(&folder).unwrap().head(), 0);

    fs::remove_file(folder.join("format")).unwrap();
    fs::write(folder.join("journal.sqlite"), "").unwrap();
    assert_eq!(
        Sqlite::open(&folder).unwrap().append(0, &[b"a".to_vec()]),
        Ok(1)
    );
    assert_eq!(fs::read_to_string(folder.join("format")).unwrap(), "1\n");
}

#[test]
fn a_database_of_someone_else_is_refused() {
    let (_place, folder) = filled();
    meddle(
        &folder,
        "CREATE TRIGGER forget AFTER INSERT ON log BEGIN DELETE FROM log; END",
    );
    assert!(matches!(
        fault(&folder),
        Fault::Foreign {
            reason: "has tables that do not belong in a journal",
            ..
        }
    ));
    meddle(&folder, "DROP TRIGGER forget; PRAGMA application_id = 7");
    assert!(matches!(
        fault(&folder),
        Fault::Foreign {
            reason: "is not a journal of Portcullis",
            ..
        }
    ));
    fs::write(folder.join("journal.sqlite"), "this is no database").unwrap();
    assert!(matches!(fault(&folder), Fault::Store { .. }));
}

#[test]
fn damage_names_the_first_record_that_is_not_as_it_was_written() {
    const ROWS: &[(&str, u64, Damage)] = &[
        (
            "UPDATE log SET body = x'00' WHERE seq = 3",
            3,
            Damage::Altered,
        ),
        (
            "UPDATE log SET hash = zeroblob(32) WHERE seq = 5",
            5,
            Damage::Altered,
        ),
        (
            "UPDATE log SET hash = x'' WHERE seq = 6",
            6,
            Damage::Altered,
        ),
        ("DELETE FROM log WHERE seq = 1", 1, Damage::Missing),
        ("DELETE FROM log WHERE seq = 4", 4, Damage::Missing),
        (
            "DELETE FROM log WHERE seq = 4; UPDATE log SET seq = seq - 1 WHERE seq > 4",
            4,
            Damage::Altered,
        ),
        (
            "INSERT INTO log VALUES (0, zeroblob(32), x'00')",
            1,
            Damage::Missing,
        ),
        (
            "INSERT INTO log VALUES (-5, zeroblob(32), x'00')",
            1,
            Damage::Missing,
        ),
        (
            "INSERT INTO log VALUES (7, zeroblob(32), x'00')",
            7,
            Damage::Altered,
        ),
        (
            "INSERT INTO log VALUES (9223372036854775807, zeroblob(32), x'00')",
            7,
            Damage::Missing,
        ),
        (
            "UPDATE log SET seq = -1 WHERE seq = 2; UPDATE log SET seq = 2 WHERE seq = 3; UPDATE log SET seq = 3 WHERE seq = -1",
            2,
            Damage::Altered,
        ),
    ];
    for (sql, seq, damage) in ROWS {
        let (_place, folder) = filled();
        meddle(&folder, sql);
        assert_eq!(
            fault(&folder),
            Fault::Damaged {
                seq: *seq,
                damage: damage.clone()
            },
            "{sql}"
        );
    }
}

#[test]
fn one_flipped_bit_in_the_file_is_found() {
    let (_place, folder) = filled();
    overwrite(&folder, b"record-2", b"record-3");
    let found = fault(&folder);
    assert_eq!(
        found,
        Fault::Damaged {
            seq: 2,
            damage: Damage::Altered
        }
    );
    assert_eq!(
        found.to_string(),
        "record 2 is not what was written: its hash does not continue the chain"
    );
}

#[test]
fn every_changed_byte_of_the_database_is_found_or_harmless() {
    let (place, folder) = filled();
    let path = folder.join("journal.sqlite");
    let sound = fs::read(&path).unwrap();
    let mut found = 0;
    for at in (0..sound.len()).step_by(97) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x10;
        let copy = place.path().join(format!("copy-{at}"));
        fs::create_dir(&copy).unwrap();
        fs::set_permissions(&copy, Permissions::from_mode(0o700)).unwrap();
        fs::write(copy.join("format"), "1\n").unwrap();
        fs::write(copy.join("journal.sqlite"), bytes).unwrap();
        let Ok(mut journal) = Sqlite::open(&copy) else {
            found += 1;
            continue;
        };
        let mut seen = Vec::new();
        journal
            .read(0, &mut |seq, body| {
                seen.push((seq, body.to_vec()));
                Ok(())
            })
            .unwrap();
        let whole: Vec<_> = (1..=6)
            .map(|n| (n, format!("record-{n}").into_bytes()))
            .collect();
        assert_eq!(seen, whole, "byte {at}");
        match journal.checkpoint() {
            Ok(checkpoint) => assert_eq!(checkpoint.unwrap().state, b"state-of-4", "byte {at}"),
            Err(_) => found += 1,
        }
    }
    assert!(
        found >= 3,
        "only {found} changes were in places that are used"
    );
}

#[test]
fn a_damaged_checkpoint_is_reported_and_the_log_still_opens() {
    const ROWS: &[(&str, i64, &str)] = &[
        (
            "UPDATE checkpoint SET state = x'00'",
            4,
            "its digest does not match its bytes",
        ),
        (
            "UPDATE checkpoint SET digest = zeroblob(32)",
            4,
            "its digest does not match its bytes",
        ),
        (
            "UPDATE checkpoint SET hash = zeroblob(32)",
            4,
            "it belongs to another log",
        ),
        (
            "UPDATE checkpoint SET at = 5",
            5,
            "it belongs to another log",
        ),
        (
            "UPDATE checkpoint SET at = 5, hash = (SELECT hash FROM log WHERE seq = 5)",
            5,
            "its digest does not match its bytes",
        ),
        (
            "UPDATE checkpoint SET at = -1",
            -1,
            "its sequence number is negative",
        ),
        ("DELETE FROM log WHERE seq > 3", 4, "the log ends before it"),
    ];
    for (sql, at, reason) in ROWS {
        let (_place, folder) = filled();
        meddle(&folder, sql);
        let mut journal = Sqlite::open(&folder).unwrap();
        let damaged = Fault::Checkpoint { at: *at, reason };
        assert_eq!(journal.checkpoint(), Err(damaged.clone()), "{sql}");
        assert_eq!(journal.verify(), Err(damaged), "{sql}");
        let head = journal.head();
        journal.write_checkpoint(head, b"again").unwrap();
        assert_eq!(
            journal.checkpoint(),
            Ok(Some(Checkpoint {
                at: head,
                state: b"again".to_vec()
            })),
            "{sql}"
        );
    }
}

#[test]
fn a_backup_that_is_not_whole_is_not_restored() {
    const ROWS: &[(&str, &str)] = &[
        (
            "UPDATE log SET body = x'00' WHERE seq = 3",
            "record 3 is not what was written: its hash does not continue the chain",
        ),
        ("DELETE FROM log WHERE seq = 2", "record 2 is missing"),
        (
            "UPDATE checkpoint SET state = x'00'",
            "the checkpoint at record 4 is damaged: its digest does not match its bytes",
        ),
        (
            "PRAGMA user_version = 9",
            "the data is of format 9, but this program knows formats up to 1; use a newer version",
        ),
    ];
    for (sql, words) in ROWS {
        let (place, folder) = filled();
        let backup = place.path().join("backup");
        Sqlite::open(&folder).unwrap().backup(&backup).unwrap();
        Connection::open(&backup)
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        let restored = place.path().join("restored");
        assert_eq!(
            restore(&backup, &restored).unwrap_err().to_string(),
            *words,
            "{sql}"
        );
        let mut left: Vec<_> = fs::read_dir(place.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["backup", "data"], "{sql}");
    }
}

#[test]
fn restoring_replaces_no_folder_but_an_empty_one() {
    let place = tempfile::tempdir().unwrap();
    let (backup, folder) = (place.path().join("backup"), place.path().join("data"));
    Memory::new().backup(&backup).unwrap();
    fs::create_dir(&folder).unwrap();
    restore(&backup, &folder).unwrap();
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(
        restore(&backup, &folder),
        Err(Fault::Exists { path: folder }.into())
    );
}

#[test]
fn what_is_no_backup_is_not_restored() {
    let (place, folder) = filled();
    let (empty, text) = (place.path().join("empty"), place.path().join("text"));
    fs::write(&empty, "").unwrap();
    fs::write(
        &text,
        "dear reader, this is a letter and not a database, however long it gets",
    )
    .unwrap();
    let restored = place.path().join("restored");
    assert_eq!(
        restore(&empty, &restored),
        Err(Fault::Foreign {
            path: empty,
            reason: "is empty"
        }
        .into())
    );
    assert!(matches!(
        restore(&text, &restored),
        Err(OpenError::Fault(Fault::Store { .. }))
    ));
    assert!(matches!(
        restore(&place.path().join("nothing"), &restored),
        Err(OpenError::Fault(Fault::Store { .. }))
    ));

    let mut journal = Sqlite::open(&folder).unwrap();
    journal
        .append(6, &[b"only in the write-ahead log".to_vec()])
        .unwrap();
    let path = folder.join("journal.sqlite");
    let in_use = Fault::Foreign {
        path: path.clone(),
        reason: "is a database in use, not a backup",
    };
    assert_eq!(restore(&path, &restored), Err(in_use.into()));
    assert!(!restored.exists());
}
